import { describe, expect, it } from 'vitest';
import { endTokens } from '../virtual/end-tokens.ts';
import { planFrom } from '../virtual/golden-plans.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';

/** Runs of which the org takes some agents' tokens no more: after so long, or from the beginning. */
async function played(ended: number, afterMs: number) {
  const plan = planFrom('smoke', {
    customers: { sessions: 10, perMinute: 1_200, hold: '9s', longestVisit: '15s' },
    agents: { count: 10, perMinute: 1_200 },
    monitor: { interval: '1s' },
  });
  const run = { script: 'contact-centre', plan, before: endTokens(ended, afterMs) };
  const { stdout, exitCode } = await playOnVirtualClock(run);
  const crossed = /gate ci +crossed: (.*)/.exec(stdout)?.[1]?.split('; ') ?? [];
  return { stdout, exitCode, crossed, verdict: /verdict +(\S+)/.exec(stdout)?.[1] };
}

describe('a run whose agents lose their tokens', () => {
  it.each([
    ['in mid-run, most of them', 7, 4_000],
    ['from the beginning, all of them', 10, 1],
  ])(
    'fails the gate and names the tokens, not the capacity that is gone with them (%s)',
    async (_when, ended, afterMs) => {
      const run = await played(ended, afterMs);
      expect([run.exitCode, run.verdict]).toEqual([99, 'tokens-refused']);
      expect(run.crossed).toContain('shifts: rate>=0.95');
      expect(run.stdout).toContain(`The API took no token of ${ended} of 10 agents (401)`);
      expect(run.stdout).not.toMatch(/queue-capacity|agent-acceptance|add agents/);
    },
    NO_LIMIT,
  );

  it(
    'is well where they lose none before their shifts are over',
    async () => {
      const run = await played(10, 600_000);
      expect([run.exitCode, run.verdict, run.crossed]).toEqual([0, 'none', []]);
    },
    NO_LIMIT,
  );
});
