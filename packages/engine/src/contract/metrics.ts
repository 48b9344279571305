/** Tag names and values as samples carry them. */
export type Tags = Readonly<Record<string, string>>;

export type MetricType = 'counter' | 'gauge' | 'rate' | 'trend';

export type ValueType = 'default' | 'time' | 'data';

export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  readonly contains: ValueType;
}

/**
 * Where samples go. `timeMs` is Unix time in milliseconds, fractions allowed. `tags` are complete: the host has merged
 * those of the run, the scenario and the VU. Consumers cache by the identity of the tags object, so equal tags should
 * be the same frozen object, and an object that was pushed must not change.
 */
export interface SampleSink {
  push(metric: Metric, value: number, tags: Tags, timeMs: number, metadata?: Tags): void;
}

/** The metrics of one run, built-in and custom, by name. */
export interface MetricRegistry {
  /** Declares a custom metric, or gives the one declared before. Throws on a bad name or a different type. */
  declare(name: string, type: MetricType, contains: ValueType): Metric;
  /** A built-in metric (`http_reqs`, `ws_sessions` …). Throws when there is none of that name. */
  builtin(name: string): Metric;
}
