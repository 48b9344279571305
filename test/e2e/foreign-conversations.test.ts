import { describe, expect, it } from 'vitest';
import { planFrom } from '../virtual/golden-plans.ts';
import { NO_LIMIT, playTogether } from '../virtual/play.ts';
import type { RunResult } from '../virtual/run.ts';

const plan = planFrom('smoke', {
  customers: { sessions: 8, perMinute: 1_200, hold: '9s', longestVisit: '15s' },
  agents: { count: 8, perMinute: 1_200 },
});

const seen = ({ stdout, exitCode }: RunResult) => ({ exitCode, verdict: /verdict +(\S+)/.exec(stdout)?.[1] });

describe('two runs at once with the same agents', () => {
  it.each(['exact', 'dense'])(
    'fail, and each names the other and not its agents (%s)',
    async (transport) => {
      const env = { TRANSPORT: transport };
      const run = { script: 'contact-centre', plan, env };
      const { runs } = await playTogether({}, [run, run]);
      for (const one of runs) {
        expect(seen(one)).toEqual({ exitCode: 99, verdict: 'foreign-conversations' });
        expect(one.stdout).toMatch(/not ours +[1-9]\d* conversations of others came to the agents, 0 from before/);
        expect(one.stdout).toMatch(/change +Another run or other traffic is at work on these agents/);
      }
    },
    NO_LIMIT,
  );
});

describe('a run alone', () => {
  it(
    'has no conversation of others',
    async () => {
      const { runs } = await playTogether({}, [{ script: 'contact-centre', plan }]);
      for (const one of runs) {
        expect(seen(one)).toEqual({ exitCode: 0, verdict: 'none' });
        expect(one.stdout).not.toContain('not ours');
      }
    },
    NO_LIMIT,
  );
});
