import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { ConnectionCeiling } from '../../src/admission/connection-ceiling.ts';
import { seeded } from '../../src/base/random.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { api, control, TestGuest, tenantWith, upgrade } from '../client.ts';

const state = async (tenant: Parameters<typeof control>[0]) => JSON.parse((await control(tenant, '/state')).text);

describe('the connection ceiling', () => {
  it('refuses the socket above it with 503, a body and its length', async () => {
    const tenant = await tenantWith(['ceiling.max=1']);
    await TestGuest.open(tenant);
    const refused = await upgrade(tenant);
    expect(refused?.status).toBe(503);
    expect(refused?.body).toBe('Max concurrent connections exceeded for tenant');
    expect(refused?.headers['content-length']).toBe('46');
    expect(refused?.headers['retry-after']).toBeUndefined();
  });

  it('answers another status, text and Retry-After where the profile says so', async () => {
    const tenant = await tenantWith([
      'ceiling.max=0',
      'ceiling.status=429',
      'ceiling.body=full',
      'ceiling.retryAfterSeconds=7',
    ]);
    expect(await upgrade(tenant)).toMatchObject({ status: 429, body: 'full', headers: { 'retry-after': '7' } });
  });

  it('takes a new socket when one has left', async () => {
    const tenant = await tenantWith(['ceiling.max=1']);
    const first = await TestGuest.open(tenant);
    first.socket.close();
    await first.closed;
    await expect.poll(async () => (await state(tenant)).open.guest).toBe(0);
    expect(await upgrade(tenant)).toBeUndefined();
  });

  it('is what the seed draws from the profile', async () => {
    const { ceiling } = loadProfile('tenant-connection-ceiling');
    for (const seed of [3, 4, 5]) {
      const { limit } = new ConnectionCeiling(ceiling, seeded(seed), 0);
      expect((await state(await tenantWith([], 'tenant-connection-ceiling', seed))).ceiling).toBe(limit);
    }
  });

  it('is drawn anew on command', async () => {
    const tenant = await tenantWith(['ceiling.max=1000', 'ceiling.jitter=900']);
    const before = (await state(tenant)).ceiling;
    const answer = JSON.parse((await control(tenant, '/redraw', 'POST')).text);
    expect(answer.ceiling).not.toBe(before);
    expect((await state(tenant)).ceiling).toBe(answer.ceiling);
  });

  it.each([
    ['guests', 101],
    ['all', 503],
  ])('of the scope %s answers a notification socket above it with %i', async (scope, status) => {
    const tenant = await tenantWith(['ceiling.max=1', `ceiling.scope=${scope}`]);
    await TestGuest.open(tenant);
    const { connectUri } = (await api(tenant, 'POST', '/api/v2/notifications/channels')).body;
    expect(await upgradeStatus(connectUri)).toBe(status);
  });
});

/** What an upgrade of any kind of socket is answered with. */
function upgradeStatus(address: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(address.replace('ws:', 'http:'), {
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      },
    });
    call.once('response', (response) => resolve(response.resume().statusCode));
    call.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode);
    });
    call.once('error', reject);
    call.end();
  });
}
