import { invalidConfig } from '../contract/invalid-config.ts';
import type { Measurements, MetricSeries } from '../metrics/measurements.ts';
import type { Registry } from '../metrics/metric-registry.ts';
import { parseSelector } from '../metrics/submetric.ts';
import { ObjectFields } from '../options/object-fields.ts';
import { durationMs, flag, list, record, text } from '../options/value-readers.ts';
import { aggregate, checkMethod, type Expression, holds, parseExpression } from './expression.ts';

/** One threshold and the result of its last evaluation. */
export interface Threshold {
  readonly expression: Expression;
  readonly abortOnFail: boolean;
  /** Counted from the start of the test, setup included. It delays the abort and not the failure. */
  readonly delayAbortEvalMs: number;
  ok: boolean;
  /** The value last compared. */
  observed: number;
}

/** All thresholds on one metric or submetric. */
export interface GatedSeries {
  readonly series: MetricSeries;
  readonly thresholds: readonly Threshold[];
}

/** The result of an evaluation. */
export interface ThresholdEvaluation {
  /** The names of the series with a failed threshold. */
  readonly failed: readonly string[];
  /** Whether a failed threshold asks for the test to be aborted now. */
  readonly abort: boolean;
}

/** The thresholds of a run (docs/facts/k6.md, section 5). */
export class RunThresholds {
  readonly gated: readonly GatedSeries[];

  constructor(gated: readonly GatedSeries[]) {
    this.gated = gated;
  }

  /** Evaluates while the test runs. Series without a sample are skipped. */
  evaluate(elapsedMs: number): ThresholdEvaluation {
    return this.#evaluate(
      this.gated.filter(({ series }) => !series.sink.isEmpty),
      elapsedMs,
    );
  }

  /** Evaluates at the end. A Rate without a sample passes; any other empty series counts as 0. */
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
 * Reads `options.thresholds` and selects a submetric for each key that needs one. Throws a RunEnd 104 for a malformed
 * expression, for a metric that the script's init did not declare, or for an aggregation that the metric does not have.
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
