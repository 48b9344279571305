import type { MetricType } from './sample-line.ts';

/**
 * What a metric or submetric came to, in the names that k6 gives its aggregates in handleSummary (docs/facts/k6.md
 * section 7).
 */
export interface MetricValues {
  readonly type: MetricType;
  /** `time`: values are ms. */
  readonly contains: string;
  readonly values: Readonly<Record<string, number>>;
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
  /** Whether percentiles of samples were replaced by those of the run's own summary, which has them from all values. */
  readonly isExact?: boolean;
  /** Thresholds whose outcome is not known yet. */
  readonly rules?: readonly string[];
}

/** By name: `message_ack`, `ws_upgrade_failed{cause:timeout}`. */
export type MetricTable = Readonly<Record<string, MetricValues>>;
