import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { deploymentId } from '../../src/base/ready-made-ids.ts';
import { TestGuest, tenantWith, upgrade } from '../client.ts';

function clock(): (ms: number) => void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return (ms) => vi.setSystemTime(Date.now() + ms);
}

describe('a ceiling for each', () => {
  it('deployment leaves room in another', async () => {
    const tenant = await tenantWith(['ceiling.max=1', 'ceiling.per=deployment']);
    await TestGuest.open(tenant);
    expect((await upgrade(tenant))?.status).toBe(503);
    expect(await upgrade(tenant, { deployment: deploymentId(2) })).toBeUndefined();
  });

  it('source address leaves room for another', async () => {
    const tenant = await tenantWith(['ceiling.max=1', 'ceiling.per=source-address']);
    await TestGuest.open(tenant);
    expect((await upgrade(tenant, { deployment: deploymentId(2) }))?.status).toBe(503);
    expect(await upgrade(tenant, { from: '127.0.0.2' })).toBeUndefined();
  });

  it('tenant leaves room for nobody', async () => {
    const tenant = await tenantWith(['ceiling.max=1']);
    await TestGuest.open(tenant);
    expect((await upgrade(tenant, { deployment: deploymentId(2), from: '127.0.0.2' }))?.status).toBe(503);
  });
});

describe('a limit on the pace', () => {
  it('as a token bucket admits the burst, then as many as flow in', async () => {
    const pass = clock();
    const tenant = await tenantWith(['connectionRate={"perMinute":60,"burst":2,"retryAfterSeconds":1}']);
    await TestGuest.open(tenant);
    await TestGuest.open(tenant);
    expect(await upgrade(tenant)).toMatchObject({
      status: 503,
      body: 'Too many connection attempts',
      headers: { 'retry-after': '1' },
    });
    pass(1_000);
    expect(await upgrade(tenant)).toBeUndefined();
    expect((await upgrade(tenant))?.status).toBe(503);
  });

  it('as a fixed window admits so many a minute', async () => {
    const pass = clock();
    const tenant = await tenantWith(['connectionRate={"kind":"fixed-window","perMinute":1,"status":429}']);
    await TestGuest.open(tenant);
    pass(59_000);
    expect((await upgrade(tenant))?.status).toBe(429);
    pass(1_000);
    expect(await upgrade(tenant)).toBeUndefined();
  });

  it('for each deployment leaves the others theirs', async () => {
    clock();
    const tenant = await tenantWith(['connectionRate={"perMinute":1,"per":"deployment"}']);
    await TestGuest.open(tenant);
    expect((await upgrade(tenant))?.status).toBe(503);
    expect(await upgrade(tenant, { deployment: deploymentId(2) })).toBeUndefined();
  });
});
