import { describe, expect, it } from 'vitest';
import { endTokens } from '../virtual/end-tokens.ts';
import { planFrom } from '../virtual/golden-plans.ts';
import { NO_LIMIT, playOnVirtualClock, type Setting } from '../virtual/play.ts';

/** Runs whose monitor could not read for a while, or not at all: what it did not see is never zero. */

async function played({ agents = {}, ...setting }: Setting & { readonly agents?: object }) {
  const plan = planFrom('smoke', {
    customers: { sessions: 8, perMinute: 1_200, hold: '9s', longestVisit: '15s' },
    agents: { count: 21, perMinute: 2_400, ...agents },
    monitor: { interval: '1s' },
  });
  const { stdout, exitCode } = await playOnVirtualClock({ ...setting, script: 'contact-centre', plan });
  return { stdout, exitCode, verdict: /verdict +(\S+)/.exec(stdout)?.[1] };
}

/** The readings that come between two of them fail. */
function failing(from: number, to: number, status = 500) {
  let asked = 0;
  return {
    answer: (_method: string, path: string) =>
      path.includes('/analytics/') && ++asked > from && asked <= to ? { status, body: '{}' } : undefined,
  };
}

describe('a monitor', () => {
  it(
    'reads on with the token of the next agent where the API takes that of the first no more',
    async () => {
      const run = await played({ before: endTokens(1, 4_000) });
      expect(run.stdout).toMatch(/1 of them \(401\)/);
      expect(run.stdout).toMatch(/tenant .* 9 readings/);
      expect(run.stdout).not.toMatch(/had no reading/);
    },
    NO_LIMIT,
  );

  it(
    'says for how long it had no reading, in a run that is well all the same',
    async () => {
      const run = await played({ lies: failing(4, 12) });
      expect(run.stdout).toMatch(/the monitor had no reading for 5s \(the longest gap\): 4 of 9 readings failed/);
      expect([run.exitCode, run.verdict]).toEqual([0, 'none']);
    },
    NO_LIMIT,
  );

  it(
    'names no cause that rests on readings where it had none, and the verdict says so',
    async () => {
      const setting = { profile: 'queue-capacity', agents: { count: 2 } };
      expect((await played(setting)).verdict).toBe('queue-capacity');
      const run = await played({ ...setting, lies: failing(0, Number.POSITIVE_INFINITY, 503) });
      expect([run.exitCode, run.verdict]).toEqual([99, 'undetermined']);
      expect(run.stdout).toMatch(/- the monitor had no reading for/);
      expect(run.stdout).toMatch(/to be sure +Run it again with agents’ tokens that may read analytics/);
    },
    NO_LIMIT,
  );
});
