import type { Metric, Tags } from '../contract/metrics.ts';
import type { SampleObserver } from '../metrics/measurements.ts';
import type { GatedSeries } from '../thresholds/thresholds.ts';
import { LineFile, type LineTarget } from './line-file.ts';

/**
 * `--out json=file`: one JSON object a line, with a Metric line before the first Point of a metric (docs/facts/k6.md,
 * section 7).
 */
export class JsonOutput implements SampleObserver {
  readonly #file: LineFile;
  readonly #gated: readonly GatedSeries[];
  readonly #seen = new Set<Metric>();
  /** The JSON of each tags object, made once. */
  readonly #tags = new WeakMap<Tags, string>();
  #second = Number.NaN;
  #secondText = '';

  constructor(target: LineTarget, gated: readonly GatedSeries[], onError: (error: Error) => void) {
    this.#file = new LineFile(target, onError);
    this.#gated = gated;
  }

  push(metric: Metric, value: number, tags: Tags, timeMs: number, metadata?: Tags): void {
    if (!this.#seen.has(metric)) this.#declare(metric);
    const more = metadata === undefined ? '' : `,"metadata":${JSON.stringify(metadata)}`;
    this.#file.write(
      `{"metric":"${metric.name}","type":"Point","data":{"time":"${this.#time(timeMs)}","value":${value},"tags":${this.#tagsJson(tags)}${more}}}\n`,
    );
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #declare(metric: Metric): void {
    this.#seen.add(metric);
    const { name, type, contains } = metric;
    const own = this.#gated.filter(({ series }) => series.metric === metric);
    const thresholds = own
      .filter(({ series }) => series.selector === undefined)
      .flatMap((gated) => gated.thresholds.map(({ expression }) => expression.source));
    const submetrics = own.flatMap(({ series }) =>
      series.selector === undefined
        ? []
        : [{ name: series.name, suffix: series.selector.suffix, tags: series.selector.tags }],
    );
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

  /** RFC 3339 in UTC, to the microsecond that a double can hold, without trailing zeros. */
  #time(timeMs: number): string {
    const micros = Math.round(timeMs * 1000);
    const second = Math.floor(micros / 1_000_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#secondText = new Date(second * 1000).toISOString().slice(0, 19);
    }
    const part = micros - second * 1_000_000;
    if (part === 0) return `${this.#secondText}Z`;
    return `${this.#secondText}.${String(part).padStart(6, '0').replace(/0+$/, '')}Z`;
  }
}
