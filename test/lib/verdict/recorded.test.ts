import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SummaryMetrics } from '../../../lib/measures/readings.ts';
import type { Plan } from '../../../lib/plan/schema.ts';
import { readSummary } from '../../../lib/verdict/reading/reading.ts';
import { verdictOn } from '../../../lib/verdict/verdict.ts';

/** Summaries of real runs, written by `npm run causes -- --record test/lib/verdict/recorded.jsonl`. */
interface Recorded {
  readonly name: string;
  readonly seed: number;
  readonly expected: string;
  readonly plan: Plan;
  readonly metrics: SummaryMetrics;
}

const recorded = readFileSync('test/lib/verdict/recorded.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

describe('a real run with a planted cause', () => {
  it.each(recorded)('$name (seed $seed) is judged $expected', ({ expected, plan, metrics }) => {
    expect(verdictOn(readSummary(metrics, { durationMs: 60_000, plan }), plan)?.cause).toBe(expected);
  });

  it.each(recorded.filter(({ name }) => name.startsWith('tenant-connection-ceiling')))(
    '$name (seed $seed) is judged the same whatever status its refusals had',
    ({ expected, plan, metrics }) => {
      const refused = metrics.ws_upgrade_refused;
      const swapped = {
        ...metrics,
        ws_upgrade_503: { values: { rate: 0, passes: 0, fails: 0 } },
        'ws_upgrade_failed{cause:http-503}': { values: { rate: 0, passes: 0, fails: 0 } },
        ...(refused && { 'ws_upgrade_failed{cause:http-429}': refused }),
      };
      expect(verdictOn(readSummary(swapped, { durationMs: 60_000, plan }), plan)?.cause).toBe(expected);
    },
  );
});
