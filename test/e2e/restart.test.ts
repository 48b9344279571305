import { expect, it } from 'vitest';
import { finished, runAgainst, start, tenantWith } from './headroom.ts';

const MINUTE = 60_000;

it.concurrent.each(['exact', 'dense'])(
  'a tenant that drops every socket in the middle of the hold loses and doubles nothing (%s)',
  async (transport) => {
    const tenant = await tenantWith();
    const values = { PLAN: 'plans/smoke.json', TRANSPORT: transport, HOLD: '6s' };
    const run = finished(start(runAgainst(tenant, 'contact-centre', values)));
    while (((await tenant.state()).open.guest ?? 0) < 20);
    await fetch(`http://${tenant.address}/headroom/restart`, { method: 'POST' });
    const { stdout, code } = await run;
    expect(stdout).toMatch(
      /customers said +[1-9]\d* messages: \d+ acked, 0 lost, 0 altered, 0 duplicated, 0 reordered, 0 unresolved/,
    );
    expect(stdout).toMatch(
      /agents said +[1-9]\d* messages: \d+ acked, 0 lost, 0 altered, 0 duplicated, 0 reordered, 0 unresolved/,
    );
    expect(stdout).toContain('gate ci         holds');
    expect(code).toBe(0);

    // The account holds against the tenant's own record: what was said was stored, each message once.
    const record = await tenant.record();
    const stored = record.filter((entry) => entry.kind === 'message' && entry.from === 'customer');
    const said = Number(/customers said +(\d+) messages/.exec(stdout)?.[1]);
    expect(stored).toHaveLength(said);
    const dropped = record.filter(
      (entry) => entry.kind === 'socket-closed' && entry.socket === 'guest' && entry.code === 1006,
    );
    expect(dropped.length).toBeGreaterThanOrEqual(20);
  },
  MINUTE,
);
