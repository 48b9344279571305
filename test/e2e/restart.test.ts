import { expect, it } from 'vitest';
import { variants } from '../deep.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';

it.each(variants(['exact', 'dense']))(
  'a tenant that drops every socket in the middle of the hold loses and doubles nothing (%s)',
  async (transport) => {
    const { stdout, exitCode, record } = await playOnVirtualClock({
      script: 'contact-centre',
      plan: 'plans/smoke.json',
      env: { TRANSPORT: transport, HOLD: '6s' },
      before: ({ tenant, clock, ask }) => {
        const { admission } = tenant.org;
        clock.when(
          () => admission.open.guest >= 20,
          () => ask({ method: 'POST', path: '/headroom/restart' }),
        );
      },
    });
    expect(stdout).toMatch(
      /customers said +[1-9]\d* messages: \d+ acked, 0 lost, 0 altered, 0 duplicated, 0 reordered, 0 unresolved/,
    );
    expect(stdout).toMatch(
      /agents said +[1-9]\d* messages: \d+ acked, 0 lost, 0 altered, 0 duplicated, 0 reordered, 0 unresolved/,
    );
    // Coming again makes up for nothing: who was in was thrown out.
    expect(stdout).toMatch(/verdict +sessions-cut/);
    expect(stdout).toMatch(/gate ci +crossed: .*visits\{goal:stayed\}: rate>=0.95/);
    expect(exitCode).toBe(99);

    // The account holds against the tenant's own record: what was said was stored, each message once.
    const stored = record.filter((entry) => entry.kind === 'message' && entry.from === 'customer');
    const said = Number(/customers said +(\d+) messages/.exec(stdout)?.[1]);
    expect(stored).toHaveLength(said);
    const dropped = record.filter(
      (entry) => entry.kind === 'socket-closed' && entry.socket === 'guest' && entry.code === 1006,
    );
    expect(dropped.length).toBeGreaterThanOrEqual(20);
  },
  NO_LIMIT,
);
