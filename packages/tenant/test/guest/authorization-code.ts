import type { RunningTenant } from '../../src/server.ts';

/** Where the simulated identity provider sends the browser of a guest who signed in. */
export const REDIRECT = 'https://example.com/signed-in';

/** A code of the simulated identity provider's, as its redirect carries it. */
export async function codeOf(tenant: RunningTenant, subject: string): Promise<string> {
  const asked = { client_id: 'simulated', response_type: 'code', redirect_uri: REDIRECT, login_hint: subject };
  const url = `${tenant.addresses.api}/idp/authorize?${new URLSearchParams(asked)}`;
  const { headers } = await fetch(url, { redirect: 'manual' });
  return new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
}
