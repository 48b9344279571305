import type { Metric, SampleSink, Tags } from '../contract/metrics.ts';
import { createSink, type Sink } from './sinks.ts';
import { type MetricSelector, matchesTags } from './submetric.ts';

/** A metric or submetric and the sink of its samples. */
export interface MetricSeries {
  /** `http_reqs` or `http_reqs{status:503}`, as thresholds and summaries spell it. */
  readonly name: string;
  readonly metric: Metric;
  readonly sink: Sink;
  readonly selector?: MetricSelector;
}

/** A receiver of every sample: an output, the tree of checks, the count of time series. */
export type SampleObserver = SampleSink;

/**
 * Collects the samples of a run. `push` is the hot path: it allocates nothing, and caches by tags object which
 * submetrics match.
 */
export class Measurements implements SampleSink {
  readonly #metrics = new Map<Metric, MeasuredMetric>();
  readonly #observers: SampleObserver[] = [];
  #closed = false;

  observe(observer: SampleObserver): void {
    this.#observers.push(observer);
  }

  push(metric: Metric, value: number, tags: Tags, timeMs: number, metadata?: Tags): void {
    if (this.#closed) return;
    this.#of(metric).add(value, tags);
    for (const observer of this.#observers) observer.push(metric, value, tags, timeMs, metadata);
  }

  /** Drops all samples from now on, since those of handleSummary do not count. */
  close(): void {
    this.#closed = true;
  }

  /** Collects a submetric from now on. Without tags in the selector it is the metric itself. */
  select(name: string, metric: Metric, selector: MetricSelector): MetricSeries {
    const measured = this.#of(metric);
    return selector.tags === undefined ? measured.series : measured.select(name, selector.tags, selector);
  }

  /** Every metric touched so far, each followed by its submetrics. */
  series(): readonly MetricSeries[] {
    return [...this.#metrics.values()].flatMap((measured) => [measured.series, ...measured.submetrics]);
  }

  #of(metric: Metric): MeasuredMetric {
    let measured = this.#metrics.get(metric);
    if (!measured) {
      measured = new MeasuredMetric(metric);
      this.#metrics.set(metric, measured);
    }
    return measured;
  }
}

const NONE: readonly Sink[] = [];

class MeasuredMetric {
  readonly series: MetricSeries;
  readonly submetrics: MetricSeries[] = [];
  #matching = new WeakMap<Tags, readonly Sink[]>();

  constructor(metric: Metric) {
    this.series = { name: metric.name, metric, sink: createSink(metric.type) };
  }

  add(value: number, tags: Tags): void {
    this.series.sink.add(value);
    if (this.submetrics.length === 0) return;
    for (const sink of this.#matching.get(tags) ?? this.#match(tags)) sink.add(value);
  }

  select(name: string, tags: Tags, selector: MetricSelector): MetricSeries {
    const known = this.submetrics.find((series) => series.name === name);
    if (known) return known;
    const series = {
      name,
      metric: this.series.metric,
      sink: createSink(this.series.metric.type),
      selector: { ...selector, tags },
    };
    this.submetrics.push(series);
    this.#matching = new WeakMap();
    return series;
  }

  #match(tags: Tags): readonly Sink[] {
    const found = this.submetrics
      .filter(({ selector }) => matchesTags(selector?.tags ?? {}, tags))
      .map(({ sink }) => sink);
    const sinks = found.length === 0 ? NONE : found;
    this.#matching.set(tags, sinks);
    return sinks;
  }
}
