import type { Need } from '../../plan/needs.ts';

/**
 * The part of a script that measures. A script declares only the metrics of the sides that it plays, since each
 * metric costs every VU over a kilobyte.
 */
export type Player = 'customer' | 'agent' | 'monitor' | 'storm' | 'probe';

/** Values of tags, by name. */
export type TagValues = Readonly<Record<string, readonly string[]>>;

/** Submetrics that a summary reads: one for each combination of values. */
export interface Split {
  /** The split is made in scripts that play this side. */
  readonly side: Player;
  readonly by: TagValues;
  readonly needs?: readonly Need[];
  /** The results of earlier versions lack it: where it is absent it is read as 0, and not as unknown. */
  readonly isLater?: boolean;
}

/** What the report draws of a metric over time. */
export interface Drawn {
  /** What a bucket of time keeps of its samples: their sum, how many are not 0, the greatest, or their distribution. */
  readonly keeps: 'sum' | 'hits' | 'greatest' | 'distribution';
  /** The name of the line, or, by the value of the tag `by`, of one of several (`''` without a tag). */
  readonly line: string | Readonly<Record<string, string>>;
  readonly by?: string;
}

/** One metric: a row of the table. */
export interface Measure {
  readonly name: string;
  readonly kind: 'Counter' | 'Gauge' | 'Rate' | 'Trend';
  /** The sides that declare it. Empty for k6's own metrics. */
  readonly sides: readonly Player[];
  /** Only a run of a plan that meets it declares the metric. Its splits are made there alone, too. */
  readonly needs?: Need;
  /** The unit of a Trend, `ms` for times; of other kinds what is counted. */
  readonly unit: string;
  /** Every tag that the emitter sets, with its values; an empty list is a number. */
  readonly tags: TagValues;
  /** One sentence or two, for docs/metrics.md. */
  readonly says: string;
  readonly splits: readonly Split[];
  /** Submetrics that only a gate's rule reads. */
  readonly gated?: TagValues;
  readonly drawn?: Drawn;
  /**
   * What a rule on the metric is for, by the rule's tags (`''` without tags). `headroom gates` and the report print
   * it.
   */
  readonly rule?: Readonly<Record<string, string>>;
}
