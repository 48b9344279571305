import { invalidConfig } from '../contract/invalid-config.ts';
import type { Measurements, MetricSeries } from '../metrics/measurements.ts';
import type { Registry } from '../metrics/metric-registry.ts';
import { parseSelector } from '../metrics/submetric.ts';
import { ObjectFields } from '../options/object-fields.ts';
import { durationMs, flag, list, record, text } from '../options/value-readers.ts';
import { aggregate, checkMethod, type Expression, holds, parseExpression } from './expression.ts';

/** One gate and how it stood when it was last evaluated. */
export interface Threshold {
  readonly expression: Expression;
  readonly abortOnFail: boolean;
  /** Counted from the start of the test, setup included. It delays the abort, not the failure. */
  readonly delayAbortEvalMs: number;
  ok: boolean;
  /** The value last compared. */
  observed: number;
}

/** All gates on one metric or submetric. */
export interface GatedSeries {
  readonly series: MetricSeries;
  readonly thresholds: readonly Threshold[];
}

/** How an evaluation ended. */
export interface ThresholdEvaluation {
  /** Names of the series with a failed gate. */
  readonly failed: readonly string[];
  /** Whether a failed gate asks for the test to be aborted now. */
  readonly abort: boolean;
}

/** The gates of a run (k6.md §5). */
export class RunThresholds {
  readonly gated: readonly GatedSeries[];

  constructor(gated: readonly GatedSeries[]) {
    this.gated = gated;
  }

  /** While the test runs: series without a sample are skipped. */
  evaluate(elapsedMs: number): ThresholdEvaluation {
    return this.#evaluate(
      this.gated.filter(({ series }) => !series.sink.isEmpty),
      elapsedMs,
    );
  }

  /** At the end: a Rate without a sample passes, whatever else is empty counts as 0. */
  evaluateFinally(elapsedMs: number): ThresholdEvaluation {
    return this.#evaluate(this.gated, elapsedMs);
  }

  #evaluate(gated: readonly GatedSeries[], elapsedMs: number): ThresholdEvaluation {
    let abort = false;
    for (const { series, thresholds } of gated) {
      for (const threshold of thresholds) {
        threshold.observed = aggregate(threshold.expression, series.sink, elapsedMs);
        const passesEmpty = series.sink.type === 'rate' && series.sink.isEmpty;
        threshold.ok = passesEmpty || holds(threshold.expression, threshold.observed);
        abort ||= !threshold.ok && threshold.abortOnFail && elapsedMs >= threshold.delayAbortEvalMs;
      }
    }
    const failed = gated.filter(({ thresholds }) => thresholds.some(({ ok }) => !ok));
    return { failed: failed.map(({ series }) => series.name), abort };
  }
}

/**
 * Reads `options.thresholds` and keeps a submetric for each key that needs one. Throws a RunEnd 104 for a malformed
 * expression, a metric that the init of the script did not declare, or an aggregation which that metric has not.
 */
export function readThresholds(
  source: Readonly<Record<string, unknown>>,
  registry: Registry,
  measurements: Measurements,
): RunThresholds {
  const gated = Object.entries(source).map(([key, value]) => {
    const where = `thresholds: ${key}`;
    const selector = parseSelector(key);
    const metric = registry.get(selector.metric);
    if (!metric)
      throw invalidConfig(`${where}: there is no metric "${selector.metric}"; custom ones must be declared in init`);
    const thresholds = list(value, where).map((one) => readThreshold(one, where));
    for (const { expression } of thresholds) checkMethod(expression, metric.type, where);
    return { series: measurements.select(key, metric, selector), thresholds };
  });
  return new RunThresholds(gated);
}

function readThreshold(value: unknown, where: string): Threshold {
  const fresh = { ok: true, observed: 0 };
  if (typeof value === 'string') {
    return { expression: parseExpression(value, where), abortOnFail: false, delayAbortEvalMs: 0, ...fresh };
  }
  const fields = new ObjectFields(record(value, where), where);
  const threshold = {
    expression: parseExpression(fields.required('threshold', text), where),
    abortOnFail: fields.optional('abortOnFail', flag, false),
    delayAbortEvalMs: fields.optional('delayAbortEval', durationMs, 0),
    ...fresh,
  };
  fields.refuseUnknown();
  return threshold;
}
