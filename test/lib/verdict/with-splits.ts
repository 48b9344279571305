import type { SummaryMetrics } from '../../../lib/measures/readings.ts';
import { measureNamed } from '../../../lib/measures/table/rows.ts';
import type { ScriptName } from '../../../lib/measures/table/scripts.ts';
import type { Plan } from '../../../lib/plan/schema.ts';
import { splitsFor } from '../../../thresholds/splits.ts';

/** What k6 shows of a metric that a threshold asks for and that has no sample. */
const EMPTY = {
  Counter: { count: 0, rate: 0 },
  Gauge: { value: 0, min: 0, max: 0 },
  Rate: { rate: 0, passes: 0, fails: 0 },
  Trend: { min: 0, avg: 0, med: 0, 'p(95)': 0, 'p(99)': 0, max: 0 },
};

/** The metrics with the submetrics that k6 would have made of them, where they are missing: they have no sample. */
export function withSplits(metrics: SummaryMetrics, script: ScriptName, plan: Plan): SummaryMetrics {
  const missing = Object.entries(splitsFor(script, plan)).filter(([key]) => !(key in metrics));
  const added = missing.map(([key, rules]) => {
    const kind = measureNamed(key.split('{')[0] ?? '')?.kind;
    if (kind === undefined) throw new Error(`${key}: no such metric`);
    const thresholds = Object.fromEntries(rules.map((rule) => [`${rule}`, { ok: true }]));
    return [key, { values: EMPTY[kind], thresholds }] as const;
  });
  return { ...metrics, ...Object.fromEntries(added) };
}
