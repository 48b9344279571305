import type { Declaration, MetricType, Tags } from '../read/ndjson.ts';
import { Series } from './series.ts';

/**
 * Sets of tags kept apart for one metric; beyond them samples count for the metric as a whole only. `storm_attempts` has
 * the most: two ways to come back, 60 seconds and the rest, nine outcomes.
 */
const MOST_TAG_SETS = 1_200;

interface Tagged {
  readonly tags: Tags;
  readonly series: Series;
}

/** One metric: its samples apart by their tags, so that any submetric can be told afterwards. */
export class Metric {
  declaration: Declaration | undefined;
  /** True when some samples could not be kept apart by their tags. */
  isOverfull = false;
  readonly #tagged = new Map<string, Tagged>();
  #rest: Series | undefined;

  /** Where samples with these tags are kept. */
  series(tags: Tags): Series {
    const key = JSON.stringify(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
    const known = this.#tagged.get(key);
    if (known) return known.series;
    const type = this.declaration?.type;
    const fresh = () => new Series(type === undefined || type === 'trend');
    if (this.#tagged.size >= MOST_TAG_SETS) {
      this.isOverfull = true;
      this.#rest ??= fresh();
      return this.#rest;
    }
    const series = fresh();
    this.#tagged.set(key, { tags, series });
    return series;
  }

  /** All samples that carry these tags; without any, all there are. */
  select(selector: Tags = {}): Series {
    const sum = new Series(true);
    for (const { tags, series } of this.#tagged.values()) if (carries(tags, selector)) sum.merge(series);
    if (this.#rest && Object.keys(selector).length === 0) sum.merge(this.#rest);
    return sum;
  }

  /** The values that a tag takes. */
  valuesOf(tag: string): string[] {
    const values = [...this.#tagged.values()].map(({ tags }) => tags[tag]);
    return [...new Set(values.filter((value) => value !== undefined))].sort();
  }

  merge(other: Metric): void {
    this.declaration ??= other.declaration;
    this.isOverfull ||= other.isOverfull;
    for (const { tags, series } of other.#tagged.values()) this.series(tags).merge(series);
    if (other.#rest) {
      this.#rest ??= new Series(true);
      this.#rest.merge(other.#rest);
    }
  }

  get type(): MetricType | undefined {
    return this.declaration?.type;
  }
}

function carries(tags: Tags, selector: Tags): boolean {
  return Object.entries(selector).every(([name, value]) => tags[name] === value);
}
