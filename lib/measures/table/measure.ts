/** Who measures: a script declares the metrics of the sides that it plays, since each costs every VU over a kilobyte. */
export type Side = 'customer' | 'agent' | 'monitor' | 'storm' | 'probe';

/** Values of tags, by name. */
export type TagValues = Readonly<Record<string, readonly string[]>>;

/** When a split is made: only in a run of few calls of the Platform API, or only where the plan has `platformLoad`. */
export type Need = 'few-calls' | 'platform-load';

/** Submetrics that a summary needs: one for each combination of values. */
export interface Split {
  /** For scripts that play this side. */
  readonly side: Side;
  readonly by: TagValues;
  readonly needs?: readonly Need[];
}

/** One metric: a row of the table. */
export interface Measure {
  readonly name: string;
  readonly kind: 'Counter' | 'Gauge' | 'Rate' | 'Trend';
  /** Who declares it; nobody for k6's own. */
  readonly sides: readonly Side[];
  /** Of a Trend: `ms` for times. Of the others: what is counted. */
  readonly unit: string;
  /** Every tag that the emitter sets, with its values; an empty list is a number. */
  readonly tags: TagValues;
  /** One sentence or two, for docs/metrics.md. */
  readonly says: string;
  readonly splits: readonly Split[];
  /** Submetrics that only a rule of a gate asks for. */
  readonly gated?: TagValues;
  /** What a rule on it is for, by its tags (`''` without): `headroom gates` and the report print it. */
  readonly rule?: Readonly<Record<string, string>>;
}
