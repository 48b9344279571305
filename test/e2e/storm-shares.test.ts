import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { StormReading } from '../../lib/verdict/storm/reading.ts';
import { NO_LIMIT } from '../virtual/play.ts';
import { type MergedRun, mergeOf, sequenceOf, sharesPlayer } from './shares-run.ts';
import { orgForHalf, stormPlan } from './storm-plan.ts';

const SESSIONS = 12;
const playShares = sharesPlayer();
const played = { plan: stormPlan('exact', SESSIONS), script: 'reconnect-storm' };
const setting = { profile: orgForHalf(SESSIONS), seed: 3 };

/** What does not hang on how the storms were divided: all that is counted. */
const countsOf = ({ result }: MergedRun) =>
  result?.storms?.map(({ backAfterMs: _, ...counts }: StormReading) => counts) ?? 'none';

/** What a summary says below its table. */
const linesOf = (text = '') =>
  ['refusals say', 'customers said', 'gate'].map((label) => new RegExp(`^ {2}${label} .*$`, 'm').exec(text)?.[0]);

describe('a run of reconnect-storm', () => {
  it(
    'has the same storms, messages, gate and exit code, whether one instance plays it or two shares do',
    async () => {
      const alone = await playShares(setting, played);
      const shares = await playShares(setting, { ...played, sequence: sequenceOf(2) });
      expect([alone.exitCodes, shares.exitCodes]).toEqual([[0], [0, 0]]);
      const whole = await mergeOf(alone.folder);
      const dropped = { opened: SESSIONS, dropped: SESSIONS, back: SESSIONS };
      expect(whole.result?.storms).toMatchObject([dropped, dropped]);

      const results = readdirSync(shares.folder).filter((name) => name.endsWith('.json'));
      for (const merged of [await mergeOf(shares.folder), await mergeOf(shares.folder, results)]) {
        expect([merged.code, merged.result?.crossed, merged.result?.incomplete]).toEqual([0, [], null]);
        expect(countsOf(merged)).toEqual(countsOf(whole));
        expect(linesOf(merged.stdout)).toEqual(linesOf(alone.stdout[0]));
        expect(merged.result?.storms?.map(({ backAfterMs }) => backAfterMs.all)).toEqual(
          whole.result?.storms?.map(({ backAfterMs }) => backAfterMs.all),
        );
      }

      const ofOne = await mergeOf(shares.folder, results.slice(0, 1));
      expect([ofOne.code, ofOne.result?.incomplete?.without]).toEqual([99, ['share 2 of 2 is missing']]);
      expect(ofOne.stdout).toContain('share 2 of 2 is missing');
    },
    NO_LIMIT,
  );
});
