import type { Declaration, MetricType, SampleTags } from '../read/sample-line.ts';
import { SampleSeries } from './sample-series.ts';

/**
 * Sets of tags kept apart for one metric; beyond them samples count for the metric as a whole only. `storm_attempts` has
 * the most: two ways to come back, 60 seconds and the rest, nine outcomes, of which a refusal may say several things.
 */
const MAX_TAG_SETS = 2_400;

interface Tagged {
  readonly tags: SampleTags;
  readonly series: SampleSeries;
}

/** One metric: its samples apart by their tags, so that any submetric can be told afterwards. */
export class MetricSamples {
  declaration: Declaration | undefined;
  /** True when some samples could not be kept apart by their tags. */
  isOverfull = false;
  readonly #tagged = new Map<string, Tagged>();
  #rest: SampleSeries | undefined;

  /** Where samples with these tags are kept. */
  series(tags: SampleTags): SampleSeries {
    const key = JSON.stringify(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
    const known = this.#tagged.get(key);
    if (known) return known.series;
    const type = this.declaration?.type;
    const fresh = () => new SampleSeries(type === undefined || type === 'trend');
    if (this.#tagged.size >= MAX_TAG_SETS) {
      this.isOverfull = true;
      this.#rest ??= fresh();
      return this.#rest;
    }
    const series = fresh();
    this.#tagged.set(key, { tags, series });
    return series;
  }

  /** All samples that carry these tags; without any, all there are. */
  select(selector: SampleTags = {}): SampleSeries {
    const sum = new SampleSeries(true);
    for (const { tags, series } of this.#tagged.values()) if (carries(tags, selector)) sum.merge(series);
    if (this.#rest && Object.keys(selector).length === 0) sum.merge(this.#rest);
    return sum;
  }

  /** The values that a tag takes. */
  valuesOf(tag: string): string[] {
    const values = [...this.#tagged.values()].map(({ tags }) => tags[tag]);
    return [...new Set(values.filter((value) => value !== undefined))].sort();
  }

  merge(other: MetricSamples): void {
    this.declaration ??= other.declaration;
    this.isOverfull ||= other.isOverfull;
    for (const { tags, series } of other.#tagged.values()) this.series(tags).merge(series);
    if (other.#rest) {
      this.#rest ??= new SampleSeries(true);
      this.#rest.merge(other.#rest);
    }
  }

  get type(): MetricType | undefined {
    return this.declaration?.type;
  }
}

function carries(tags: SampleTags, selector: SampleTags): boolean {
  return Object.entries(selector).every(([name, value]) => tags[name] === value);
}
