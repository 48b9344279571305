import { Histogram } from './histogram.ts';

/** Sums are kept in whole thousandths, so that they do not depend on the order of adding. */
const PART = 1_000;

/**
 * All that is kept of one metric's samples with one set of tags. It does not know the metric's type, since the line
 * that declares it may come later or stand in another file; only the histogram is left out where the type is known to
 * need none.
 */
export class SampleSeries {
  count = 0;
  /** Samples that are not 0: a rate's passes. */
  nonZero = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  latestMs = Number.NEGATIVE_INFINITY;
  /** The value at `latestMs`; the greater of two at the same moment. */
  latest = 0;
  #thousandths = 0;
  readonly histogram: Histogram | undefined;

  constructor(hasHistogram: boolean) {
    this.histogram = hasHistogram ? new Histogram() : undefined;
  }

  get sum(): number {
    return this.#thousandths / PART;
  }

  add(timeMs: number, value: number): void {
    this.count++;
    if (value !== 0) this.nonZero++;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    this.#see(timeMs, value);
    this.#thousandths += Math.round(value * PART);
    this.histogram?.add(value);
  }

  merge(other: SampleSeries): void {
    this.count += other.count;
    this.nonZero += other.nonZero;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    this.#see(other.latestMs, other.latest);
    this.#thousandths += other.#thousandths;
    if (other.histogram) this.histogram?.merge(other.histogram);
  }

  #see(timeMs: number, value: number): void {
    if (timeMs < this.latestMs || (timeMs === this.latestMs && value <= this.latest)) return;
    this.latestMs = timeMs;
    this.latest = value;
  }
}
