import type { Metric, Tags } from '../contract/metrics.ts';
import type { SampleObserver } from './measurements.ts';

/** The number of series at which k6 warns first. */
const FIRST_WARNING = 100_000;
/** Metrics with a number below it have a bit in `Seen.metrics`. */
const BITS = 31;

interface Seen {
  readonly hash: number;
  /** Bit n is set when metric number n was pushed with these tags. */
  metrics: number;
}

/** Counts distinct time series (metric and tags) and warns at 100,000 and at each doubling, as k6 does. */
export class SeriesCount implements SampleObserver {
  readonly #warn: (line: string) => void;
  readonly #numbers = new Map<Metric, number>();
  readonly #seen = new WeakMap<Tags, Seen>();
  /** Hashes of the series instead of their names, which would be a hundred thousand strings. */
  readonly #series = new Set<number>();
  #next: number;

  constructor(warn: (line: string) => void, firstWarning = FIRST_WARNING) {
    this.#warn = warn;
    this.#next = firstWarning;
  }

  get count(): number {
    return this.#series.size;
  }

  push(metric: Metric, _value: number, tags: Tags): void {
    const number = this.#numbers.get(metric) ?? this.#number(metric);
    const seen = this.#seen.get(tags) ?? this.#remember(tags);
    const bit = number < BITS ? 1 << number : 0;
    if (bit !== 0 && (seen.metrics & bit) !== 0) return;
    seen.metrics |= bit;
    this.#series.add(seen.hash * 1024 + number);
    if (this.#series.size > this.#next) this.#warnOnce();
  }

  #number(metric: Metric): number {
    this.#numbers.set(metric, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  #remember(tags: Tags): Seen {
    const seen = { hash: hashOf(tags), metrics: 0 };
    this.#seen.set(tags, seen);
    return seen;
  }

  #warnOnce(): void {
    this.#warn(
      `the test has more than ${this.#next} distinct time series (metric and tags): give requests a name tag, or memory will run out`,
    );
    this.#next *= 2;
  }
}

/** 42 bits of two multiplicative hashes over the sorted pairs. */
function hashOf(tags: Tags): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (const name of Object.keys(tags).sort()) {
    for (const part of [name, tags[name] ?? '']) {
      for (let at = 0; at < part.length; at++) {
        high = Math.imul(high ^ part.charCodeAt(at), 2654435761);
        low = Math.imul(low ^ part.charCodeAt(at), 1597334677);
      }
      high = Math.imul(high ^ 31, 2246822507);
      low = Math.imul(low ^ 17, 3266489909);
    }
  }
  return (((high ^ (high >>> 16)) >>> 0) & 0x3ff) * 0x100000000 + ((low ^ (low >>> 15)) >>> 0);
}
