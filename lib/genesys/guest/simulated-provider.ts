import http from 'k6/http';
import type { AuthorizationCode } from './jwt-exchange.ts';

/** Where the code would be sent: nobody looks there. */
const REDIRECT_URI = 'https://example.com/signed-in';
const NAME = { name: 'GET simulated identity provider' };

/**
 * A code of the identity provider of a simulated tenant (docs/tenant.md), which has no login page: `login_hint` names
 * the subject. Undefined where the target has no such provider.
 */
export async function simulatedCode(api: string, subject: string): Promise<AuthorizationCode | undefined> {
  const redirect = encodeURIComponent(REDIRECT_URI);
  const query = `client_id=simulated&response_type=code&redirect_uri=${redirect}&login_hint=${encodeURIComponent(subject)}`;
  const response = await http.asyncRequest('GET', `${api}/idp/authorize?${query}`, null, { tags: NAME, redirects: 0 });
  // Without an answer there are no headers, although the types say so.
  const code = /[?&]code=([^&]+)/.exec(response.headers?.Location ?? '')?.[1];
  return code === undefined ? undefined : { code: decodeURIComponent(code), redirectUri: REDIRECT_URI };
}
