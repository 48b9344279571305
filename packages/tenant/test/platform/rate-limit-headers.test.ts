import { describe, expect, it } from 'vitest';
import { agentId } from '../../src/base/ready-made-ids.ts';
import { api, stillTenant, tenantWith } from '../client.ts';

const STATUS = `/api/v2/users/${agentId(1)}/routingstatus`;

describe('every answer to a token', () => {
  it('says the count, what is allowed, when it starts again, and a correlation id', async () => {
    const { tenant, clock } = await stillTenant();
    clock.advance(20_000);
    const first = await api(tenant, 'GET', '/api/v2/users/me');
    expect(first.headers.get('inin-ratelimit-allowed')).toBe('300');
    expect(first.headers.get('inin-ratelimit-count')).toBe('1');
    expect(first.headers.get('inin-ratelimit-reset')).toBe('40');
    expect(first.headers.get('inin-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is 429 beyond the rate, with the wait in text and header', async () => {
    const { tenant, clock } = await stillTenant(['limits.token.rate.per.minute=1']);
    clock.advance(20_000);
    await api(tenant, 'GET', '/api/v2/users/me');
    const { status, body, headers } = await api(tenant, 'GET', '/api/v2/users/me');
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('40');
    expect(body).toMatchObject({
      message: `Rate limit exceeded the maximum. Retry the request in [40] seconds`,
      code: 'too.many.requests.retry.after',
      status: 429,
    });
  });

  it('is 413 for a body above 512,000 bytes', async () => {
    const tenant = await tenantWith();
    const answer = await api(tenant, 'POST', '/api/v2/notifications/channels', 'x'.repeat(512_000));
    expect(answer).toMatchObject({ status: 413, body: { code: 'request.entity.too.large' } });
  });
});

describe('a routing status', () => {
  it('can only be set to IDLE', async () => {
    const tenant = await tenantWith();
    expect((await api(tenant, 'PUT', STATUS, { status: 'INTERACTING' })).status).toBe(400);
    expect(await api(tenant, 'PUT', STATUS, { status: 'IDLE' })).toMatchObject({ status: 200 });
  });

  it('is OFF_QUEUE for an agent that is not on queue', async () => {
    expect((await api(await tenantWith(), 'GET', STATUS)).body.status).toBe('OFF_QUEUE');
  });
});
