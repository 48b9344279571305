import { describe, expect, it } from 'vitest';
import { deploymentId } from '../../src/base/ready-made-ids.ts';
import { stillTenant, TestGuest, tenantWith, upgrade } from '../client.ts';

describe('a ceiling', () => {
  it('for each deployment leaves room in another', async () => {
    const tenant = await tenantWith(['ceiling.max=1', 'ceiling.per=deployment']);
    await TestGuest.open(tenant);
    expect((await upgrade(tenant))?.status).toBe(503);
    expect(await upgrade(tenant, { deployment: deploymentId(2) })).toBeUndefined();
  });

  it('for each source address leaves room for another', async () => {
    const tenant = await tenantWith(['ceiling.max=1', 'ceiling.per=source-address']);
    await TestGuest.open(tenant);
    expect((await upgrade(tenant, { deployment: deploymentId(2) }))?.status).toBe(503);
    expect(await upgrade(tenant, { from: '127.0.0.2' })).toBeUndefined();
  });

  it('for the tenant leaves room for nobody', async () => {
    const tenant = await tenantWith(['ceiling.max=1']);
    await TestGuest.open(tenant);
    expect((await upgrade(tenant, { deployment: deploymentId(2), from: '127.0.0.2' }))?.status).toBe(503);
  });
});

describe('a limit on the connection rate', () => {
  it('as a token bucket admits the burst, then as many as flow in', async () => {
    const { tenant, clock } = await stillTenant(['connectionRate={"perMinute":60,"burst":2,"retryAfterSeconds":1}']);
    await TestGuest.open(tenant);
    await TestGuest.open(tenant);
    expect(await upgrade(tenant)).toMatchObject({
      status: 503,
      body: 'Too many connection attempts',
      headers: { 'retry-after': '1' },
    });
    clock.advance(999);
    expect((await upgrade(tenant))?.status).toBe(503);
    clock.advance(1);
    expect(await upgrade(tenant)).toBeUndefined();
    expect((await upgrade(tenant))?.status).toBe(503);
  });

  it('as a fixed window admits so many a minute', async () => {
    const { tenant, clock } = await stillTenant(['connectionRate={"kind":"fixed-window","perMinute":1,"status":429}']);
    await TestGuest.open(tenant);
    clock.advance(59_999);
    expect((await upgrade(tenant))?.status).toBe(429);
    clock.advance(1);
    expect(await upgrade(tenant)).toBeUndefined();
  });

  it('for each deployment leaves the others theirs', async () => {
    const { tenant } = await stillTenant(['connectionRate={"perMinute":1,"per":"deployment"}']);
    await TestGuest.open(tenant);
    expect((await upgrade(tenant))?.status).toBe(503);
    expect(await upgrade(tenant, { deployment: deploymentId(2) })).toBeUndefined();
  });
});
