import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plan as causePlan } from '../../bench/cause-plan.ts';
import { NO_LIMIT } from '../virtual/play.ts';
import { mergeOf, type PlayedShares, sequenceOf, sharesPlayer } from './shares-run.ts';

const playShares = sharesPlayer();

const orgWith = (agents: number, ...sets: string[]) => ['agents.capacity=2', `agents.count=${agents}`, ...sets];

interface Load {
  readonly transport: 'exact' | 'dense';
  readonly sessions: number;
  readonly hold: string;
  readonly agents: number;
  readonly gap?: string;
}

const planOf = ({ agents, ...customers }: Load) => ({
  ...causePlan(
    { perMinute: 400, teardown: '2s', longestVisit: '30s', sessionsPerVu: 2, ...customers },
    { count: agents, perMinute: 1_200 },
  ),
  monitor: { interval: '1s' },
  gate: 'ci',
});

const CASES = [
  {
    name: 'a healthy org',
    cause: 'none',
    setting: { sets: orgWith(8) },
    load: { sessions: 14, hold: '6s', agents: 8 },
  },
  {
    name: 'a healthy org whose customers pause between two visits',
    cause: 'none',
    setting: { sets: orgWith(8) },
    load: { sessions: 14, hold: '20s', agents: 8, gap: '4s' },
  },
  {
    name: 'a wrap-up stall',
    cause: 'wrap-up-stall',
    setting: { profile: 'wrap-up-stall', sets: orgWith(4) },
    load: { sessions: 14, hold: '8s', agents: 4 },
  },
  {
    name: 'a ceiling',
    cause: 'tenant-connection-ceiling',
    setting: { profile: 'tenant-connection-ceiling', sets: orgWith(20, 'ceiling.max=25') },
    load: { sessions: 40, hold: '40s', agents: 20 },
  },
  {
    name: 'an org that loses messages',
    cause: 'messages-not-delivered',
    setting: { sets: orgWith(8, 'faults.droppedShare=0.1') },
    load: { sessions: 14, hold: '6s', agents: 8 },
  },
].flatMap((one) =>
  (['exact', 'dense'] as const).map((transport) => ({
    ...one,
    load: { ...one.load, transport },
    /** How many shares play it. */
    counts: [2, 4, 7],
  })),
);

/** The Counters and Rates of the engines' own account: what each sample adds to a whole metric. */
function countedBy({ samples }: PlayedShares): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { metric, type, value } of samples) {
    if (type === 'counter') counts[metric] = (counts[metric] ?? 0) + value;
    if (type === 'rate') counts[metric] = (counts[metric] ?? 0) + (value === 0 ? 0 : 1);
  }
  return counts;
}

describe.each(CASES)('$name ($load.transport)', ({ cause, setting, load, counts }) => {
  it(
    'has the same verdict, gate and exit code, whether one instance plays the plan or several shares do',
    async () => {
      const plan = planOf(load);
      const alone = await playShares(setting, { plan });
      const [exitCode] = alone.exitCodes;
      const judged = await mergeOf(alone.folder);
      expect([judged.code, judged.result?.verdict?.cause]).toEqual([exitCode, cause]);
      for (const count of counts) {
        const played = await playShares(setting, { plan, sequence: sequenceOf(count) });
        const { code, result, stdout, stderr } = await mergeOf(played.folder);
        expect([code, result?.verdict?.cause, result?.incomplete]).toEqual([exitCode, cause, null]);
        expect(stdout).toContain(`${count} of ${count} shares of the run one, from their samples`);
        expect(stdout).toContain(`${load.sessions} planned, `);
        expect(stderr).not.toContain('share');
        for (const [metric, sum] of Object.entries(countedBy(played))) {
          const { count: counted, passes } = result?.metrics[metric]?.values ?? {};
          // Bytes and sums of ms have a fraction of which thousandths are kept.
          expect([metric, passes ?? counted]).toEqual([metric, expect.closeTo(sum, 1)]);
        }
        if (cause === 'none') expect(played.exitCodes).toEqual(played.exitCodes.map(() => 0));
        played.stdout.forEach((text, at) => {
          expect(text).toMatch(new RegExp(`share ${at + 1} of ${count} +judged when merged`));
          expect(text).not.toMatch(/^ {2}verdict/m);
        });
        expect(played.stderr[1]).toContain(`run one, share 2 of ${count}`);
        const byResults = await mergeOf(played.folder, resultsIn(played.folder));
        expect([byResults.code, byResults.result?.verdict?.cause, byResults.result?.peak]).toEqual([
          exitCode,
          cause,
          null,
        ]);
        expect(byResults.stderr).toContain('the greatest level is unknown');
      }
    },
    NO_LIMIT,
  );
});

const resultsIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.json'));
