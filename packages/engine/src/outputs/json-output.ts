import type { Metric, Tags } from '../contract/metrics.ts';
import type { MetricSeries, SampleObserver } from '../metrics/measurements.ts';
import type { GatedSeries } from '../thresholds/thresholds.ts';
import { LineFile, type LineTarget } from './line-file.ts';
import { rfc3339 } from './rfc3339.ts';

/**
 * `--out json=file`: one JSON object a line, with a Metric line before the first Point of a metric (docs/facts/k6.md,
 * section 7).
 */
export class JsonOutput implements SampleObserver {
  readonly #file: LineFile;
  readonly #gated: readonly GatedSeries[];
  readonly #submetrics: readonly MetricSeries[];
  readonly #seen = new Set<Metric>();
  /** The JSON of each tags object, made once. */
  readonly #tags = new WeakMap<Tags, string>();

  constructor(
    target: LineTarget,
    gated: readonly GatedSeries[],
    submetrics: readonly MetricSeries[],
    onError: (error: Error) => void,
  ) {
    this.#file = new LineFile(target, onError);
    this.#gated = gated;
    this.#submetrics = submetrics;
  }

  push(metric: Metric, value: number, tags: Tags, timeMs: number, metadata?: Tags): void {
    if (!this.#seen.has(metric)) this.#declare(metric);
    const more = metadata === undefined ? '' : `,"metadata":${JSON.stringify(metadata)}`;
    this.#file.write(
      `{"metric":"${metric.name}","type":"Point","data":{"time":"${rfc3339(timeMs)}","value":${value},"tags":${this.#tagsJson(tags)}${more}}}\n`,
    );
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #declare(metric: Metric): void {
    this.#seen.add(metric);
    const { name, type, contains } = metric;
    const thresholds = this.#gated
      .filter(({ series }) => series.metric === metric && series.selector === undefined)
      .flatMap((gated) => gated.thresholds.map(({ expression }) => expression.source));
    const submetrics = this.#submetrics
      .filter((series) => series.metric === metric)
      .map((series) => ({ name: series.name, suffix: series.selector?.suffix, tags: series.selector?.tags }));
    const data = { name, type, contains, thresholds, submetrics: submetrics.length === 0 ? null : submetrics };
    this.#file.write(`${JSON.stringify({ type: 'Metric', data, metric: name })}\n`);
  }

  #tagsJson(tags: Tags): string {
    let json = this.#tags.get(tags);
    if (json === undefined) {
      json = JSON.stringify(tags);
      this.#tags.set(tags, json);
    }
    return json;
  }
}
