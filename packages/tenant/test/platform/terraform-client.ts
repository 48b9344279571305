import { loadProfile } from '../../src/profile/load.ts';
import { startTenant } from '../../src/server.ts';
import { httpCall } from '../http-call.ts';

/** The first page as Terraform's provider asks for it. */
export const FIRST_PAGE = `pageSize=100&pageNumber=1`;

/** A tenant with three agents, and calls of it as Terraform's provider makes them: with a client-credentials token. */
export async function terraformClient() {
  const tenant = await startTenant({ port: 0, profile: loadProfile('healthy', ['agents.count=3']) });
  const granted = await fetch(`${tenant.addresses.api}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('simulated:simulated').toString('base64')}` },
    body: 'grant_type=client_credentials',
  });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  const call = async (method: string, path: string, body?: unknown) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const answer = await httpCall(method, `${tenant.addresses.api}${path}`, headers, body);
    return { status: answer.status, body: answer.text === '' ? undefined : JSON.parse(answer.text) };
  };
  return { call, close: () => tenant.close() };
}
