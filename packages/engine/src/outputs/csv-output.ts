import { invalidConfig } from '../contract/invalid-config.ts';
import type { Metric, Tags } from '../contract/metrics.ts';
import type { SampleObserver } from '../metrics/measurements.ts';
import { LineFile, type LineTarget } from './line-file.ts';
import { rfc3339 } from './rfc3339.ts';

/** Writes a time, given in Unix ms, as one of K6_CSV_TIME_FORMAT. */
export type CsvTime = (timeMs: number) => string;

const TIMES: Readonly<Record<string, CsvTime>> = {
  unix: (ms) => String(Math.floor(ms / 1000)),
  unix_milli: (ms) => String(Math.floor(ms)),
  unix_micro: (ms) => String(Math.floor(ms * 1000)),
  unix_nano: (ms) => `${Math.floor(ms)}${String(Math.floor((ms % 1) * 1e6)).padStart(6, '0')}`,
  rfc3339: (ms) => rfc3339(Math.floor(ms / 1000) * 1000),
  rfc3339_nano: rfc3339,
};

/** Reads K6_CSV_TIME_FORMAT. Throws a RunEnd 104 for an unknown one. */
export function csvTime(format: string): CsvTime {
  const time = TIMES[format];
  if (time) return time;
  throw invalidConfig(`K6_CSV_TIME_FORMAT: "${format}" is not one of ${Object.keys(TIMES).join(', ')}`);
}

/** Tags that are metadata of a sample, and have a column when they are enabled as system tags. */
const METADATA: readonly string[] = ['iter', 'vu'];

/**
 * `--out csv=file`: a header, then one line a sample, with a column for each enabled system tag in alphabetical order; all
 * other tags stand in `extra_tags` (docs/facts/k6.md, section 7, K7.6 and K7.30 to K7.32).
 */
export class CsvOutput implements SampleObserver {
  readonly #file: LineFile;
  readonly #time: CsvTime;
  readonly #columns: readonly string[];
  /** The cells of each tags object, made once where none is metadata. */
  readonly #cells = new WeakMap<Tags, string>();

  constructor(
    target: LineTarget,
    settings: { readonly systemTags: ReadonlySet<string>; readonly time: CsvTime; readonly saveIntervalMs: number },
    onError: (error: Error) => void,
  ) {
    this.#file = new LineFile(target, onError, settings.saveIntervalMs);
    this.#time = settings.time;
    this.#columns = [...settings.systemTags].sort();
    this.#file.write(
      `${['metric_name', 'timestamp', 'metric_value', ...this.#columns, 'extra_tags', 'metadata'].join()}\n`,
    );
  }

  push(metric: Metric, value: number, tags: Tags, timeMs: number, metadata?: Tags): void {
    this.#file.write(`${metric.name},${this.#time(timeMs)},${value.toFixed(6)},${this.#rest(tags, metadata)}\n`);
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #rest(tags: Tags, metadata: Tags | undefined): string {
    if (metadata !== undefined) return this.#written(tags, metadata);
    let cells = this.#cells.get(tags);
    if (cells === undefined) {
      cells = this.#written(tags, {});
      this.#cells.set(tags, cells);
    }
    return cells;
  }

  #written(tags: Tags, metadata: Tags): string {
    const own = this.#columns.map((name) => tags[name] ?? (METADATA.includes(name) ? metadata[name] : undefined) ?? '');
    const others = ([name]: readonly [string, string]) => !this.#columns.includes(name);
    const pairs = (all: Tags) =>
      Object.entries(all)
        .filter(others)
        .map(([name, value]) => `${name}=${value}`)
        .join('&');
    return [...own, pairs(tags), pairs(metadata)].map(cell).join();
  }
}

/** Quotes a cell where Go's csv package does. */
function cell(text: string): string {
  return /[",\r\n]|^\s/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
