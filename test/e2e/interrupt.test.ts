import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { finished, runAgainst, start, stopTenants, type TestTenant, tenantWith } from './headroom.ts';

afterAll(stopTenants);

const MINUTE = 60_000;

it(
  'Ctrl+C ends a run cleanly: sockets closed, summary printed, exit 105',
  async () => {
    const tenant = await tenantWith();
    const child = start(runAgainst(tenant, 'contact-centre', { PLAN: 'plans/smoke.json', HOLD: '10m' }));
    const run = finished(child);
    await untilOpen(tenant, 20);
    child.kill('SIGINT');
    const { code, stdout } = await run;
    expect(stdout).toContain('headroom contact-centre · plan smoke');
    expect(stdout).toMatch(/customers said .* unresolved/);
    expect(code).toBe(105);
    await untilOpen(tenant, 0);
  },
  MINUTE,
);

it(
  'Ctrl+C ends the demo too, and leaves no tenant behind',
  async () => {
    const child = start(['demo', '--seed', '1']);
    const run = finished(child);
    if (child.stdout === null) throw new Error('no stdout');
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const address = /127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
    await untilOpen(
      {
        state: async () =>
          (await (await fetch(`http://${address}/headroom/state`)).json()) as Awaited<ReturnType<TestTenant['state']>>,
      },
      10,
    );
    child.kill('SIGINT');
    const { code, stdout } = await run;
    expect(stdout).toContain('headroom contact-centre · plan demo');
    expect(code).toBe(105);
    await expect(fetch(`http://${address}/headroom/state`)).rejects.toThrow();
  },
  MINUTE,
);

it('a tenant serves until it is told to stop, and exits 0', async () => {
  const tenant = await tenantWith();
  const exited = once(tenant.process, 'exit');
  tenant.process.kill('SIGINT');
  expect((await exited)[0]).toBe(0);
});

/** Asks the tenant until so many guest sockets are open. */
async function untilOpen(tenant: Pick<TestTenant, 'state'>, count: number): Promise<void> {
  for (;;) {
    const { guest = 0 } = (await tenant.state()).open;
    if (count === 0 ? guest === 0 : guest >= count) return;
  }
}
