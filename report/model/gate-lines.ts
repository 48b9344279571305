import { holds, parseExpression } from '@headroom/engine/thresholds';
import { measureNamed } from '../../lib/measures/table/rows.ts';
import { explanationOf } from '../../thresholds/explain.ts';
import type { Thresholds } from '../../thresholds/gates.ts';
import type { MetricTable, MetricValues } from '../read/metric-table.ts';

/** One line of a gate, and how the run stood to it. */
export interface GateLine {
  readonly metric: string;
  readonly rule: string;
  /** Null where nothing was held against it. */
  readonly ok: boolean | null;
  /** The value compared; undefined where the input does not have it. */
  readonly observed: number | undefined;
  readonly meaning: string;
}

/**
 * What came of a gate as a whole. One that nobody evaluated, or a part of which is unknown, does not hold, nor does that
 * of a run that was cut short.
 */
export type GateOutcome = 'holds' | 'crossed' | 'not evaluated' | 'not decided';

export function gateOutcome(lines: readonly GateLine[], isComplete: boolean): GateOutcome {
  if (lines.some(({ ok }) => ok === false)) return 'crossed';
  if (!isComplete && lines.length > 0) return 'not decided';
  return lines.length > 0 && lines.every(({ ok }) => ok) ? 'holds' : 'not evaluated';
}

/** Thresholds that always hold: there to have k6 split a metric. */
const ALWAYS = /^(?:rate|count|value|min|max)>=0$/;

/**
 * All rules of `thresholds` and of the table itself against the table.
 *
 * @param isEvaluated false for a run that had no thresholds: each rule then says what it would have been held against
 */
export function gateLines(table: MetricTable, thresholds: Thresholds, isEvaluated: boolean): GateLine[] {
  const lines: GateLine[] = [];
  for (const metric of [...new Set([...Object.keys(thresholds), ...Object.keys(table)])].sort()) {
    const given = (thresholds[metric] ?? []).map((rule) => (typeof rule === 'string' ? rule : rule.threshold));
    for (const rule of new Set([...given, ...rulesOf(table[metric])])) {
      const line = ALWAYS.test(rule) ? undefined : lineOf(metric, rule, table[metric]);
      if (line) lines.push(isEvaluated ? line : { ...line, ok: null });
    }
  }
  return lines;
}

/** Whether any threshold was evaluated on these metrics, those included that are there to have k6 split a metric. */
export function hasThresholds(table: MetricTable): boolean {
  return Object.values(table).some((values) => rulesOf(values).length > 0);
}

function rulesOf(values: MetricValues | undefined): string[] {
  return [...Object.keys(values?.thresholds ?? {}), ...(values?.rules ?? [])];
}

function lineOf(metric: string, rule: string, values: MetricValues | undefined): GateLine | undefined {
  const known = values?.thresholds?.[rule];
  const meaning = explanationOf(metric) ?? '';
  try {
    const expression = parseExpression(rule, metric);
    const key = expression.method === 'p' ? `p(${expression.percent})` : expression.method;
    // What has no sample counts as 0 (docs/facts/k6.md section 5).
    const observed = values === undefined || isEmpty(values) ? 0 : values.values[key];
    if (values === undefined && isUnmeasured(metric, rule))
      return { metric, rule, ok: null, observed: undefined, meaning };
    if (isEmptyRate(values)) return { metric, rule, ok: known?.ok ?? true, observed: undefined, meaning };
    const ok = known?.ok ?? (observed === undefined ? null : holds(expression, observed));
    return { metric, rule, ok, observed, meaning };
  } catch {
    // The text is no threshold expression, so k6 would not have started with it.
    return known && { metric, rule, ok: known.ok, observed: undefined, meaning };
  }
}

function isEmpty({ type, values }: MetricValues): boolean {
  return type === 'trend' && values.count === 0;
}

/** A share that nobody measured, such as by an older version, is not 0: whether it is large enough is unknown. */
function isUnmeasured(metric: string, rule: string): boolean {
  return measureNamed(metric.replace(/\{.*/, ''))?.kind === 'Rate' && /^rate>/.test(rule);
}

/** A rate without a sample passes, whatever it demands, and has no value. */
function isEmptyRate(values: MetricValues | undefined): boolean {
  return values?.type === 'rate' && values.values.passes === 0 && values.values.fails === 0;
}
