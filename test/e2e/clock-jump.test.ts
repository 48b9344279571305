import { describe, expect, it } from 'vitest';
import { planFrom } from '../virtual/golden-plans.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';

const HOUR_MS = 3_600_000;
/** In the midst of the hold. */
const AT_MS = 8_000;

const CASES = (['customers', 'contact-centre'] as const).flatMap((script) =>
  (['exact', 'dense'] as const).flatMap((transport) =>
    ([HOUR_MS, -HOUR_MS] as const).map((byMs) => [script, transport, byMs] as const),
  ),
);

/** A run of half a minute against a tenant with a ceiling, whose clock is put forward or back in the midst of it. */
function jumped(script: string, transport: string, byMs: number) {
  const customers = { sessions: 12, perMinute: 720, hold: '20s', teardown: '3s', longestVisit: '10s', transport };
  return playOnVirtualClock({
    script,
    plan: planFrom('smoke', { customers, agents: { count: 12 } }),
    sets: ['ceiling.max=8', 'agents.capacity=1'],
    before: ({ clock }) => {
      clock.set('once', AT_MS, () => clock.jump(byMs));
    },
  });
}

describe('a clock that jumps by an hour in the midst of a run', () => {
  it.each(CASES)(
    'makes it incomplete by name, holds nobody up, and no level is concluded: %s, %s, %i ms',
    async (script, transport, byMs) => {
      const { virtualMs, exitCode, stdout } = await jumped(script, transport, byMs);
      expect(stdout).toContain(
        `the run is incomplete: the clock of this machine was put ${byMs > 0 ? 'forward' : 'back'} by 1h in it`,
      );
      // Timers of a dense run are late where the clock is put forward.
      expect(stdout).toMatch(/verdict +(?:undetermined|generator-saturated)/);
      expect(exitCode).not.toBe(0);
      // k6 ends what goes on beyond the plan, by a clock of its own; dense VUs have longer.
      expect(virtualMs).toBeLessThan(400_000);
    },
    NO_LIMIT,
  );

  it.each([HOUR_MS, -HOUR_MS])(
    'leaves a storm of reconnects incomplete as well: %i ms',
    async (byMs) => {
      const customers = { sessions: 6, perMinute: 720, hold: '20s', teardown: '3s', longestVisit: '10s' };
      const { virtualMs, stdout } = await playOnVirtualClock({
        script: 'reconnect-storm',
        plan: planFrom('smoke', { customers, storm: { watch: '10s', rest: '2s' } }),
        before: ({ clock }) => {
          clock.set('once', AT_MS, () => clock.jump(byMs));
        },
      });
      expect(stdout).toContain('the clock of this machine was put');
      expect(virtualMs).toBeLessThan(200_000);
    },
    NO_LIMIT,
  );
});
