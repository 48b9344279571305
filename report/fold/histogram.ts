/** Bins grow by 2 %, so a value is known to within 1 %. */
const GROWTH = 1.02;
const LOG_GROWTH = Math.log(GROWTH);
/** What is smaller counts as zero: a microsecond, where values are ms. */
const LEAST = 0.001;
const MOST = 1e12;

/**
 * A distribution in fixed logarithmic bins: bounded in memory whatever it takes in, and the same whatever the order of
 * adding and merging. Minimum and maximum are exact, percentiles within 1 %.
 */
export class Histogram {
  count = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  /** Values below `LEAST`, negative ones too. */
  #zeros = 0;
  #first = 0;
  #bins = new Uint32Array(0);

  add(value: number): void {
    this.count++;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    if (value < LEAST) this.#zeros++;
    else this.#addTo(binOf(value), 1);
  }

  merge(other: Histogram): void {
    this.count += other.count;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    this.#zeros += other.#zeros;
    other.#bins.forEach((count, index) => {
      if (count > 0) this.#addTo(other.#first + index, count);
    });
  }

  /** The value at `percent` from 0 to 100; 0 when there is none. */
  percentile(percent: number): number {
    if (this.count === 0) return 0;
    const rank = Math.max(1, Math.ceil((percent / 100) * this.count));
    if (rank >= this.count) return this.max;
    let seen = this.#zeros;
    if (rank <= seen) return Math.min(0, this.min);
    for (let index = 0; index < this.#bins.length; index++) {
      seen += this.#bins[index] ?? 0;
      if (seen >= rank) return Math.min(this.max, Math.max(this.min, middleOf(this.#first + index)));
    }
    return this.max;
  }

  /** At most `most` neighbouring bars from the least to the greatest value: lower edge, upper edge, count. */
  bars(most: number): [from: number, to: number, count: number][] {
    const bars: [number, number, number][] = this.#zeros > 0 ? [[0, LEAST, this.#zeros]] : [];
    if (this.count === this.#zeros) return bars;
    const first = this.#first + this.#bins.findIndex((count) => count > 0);
    const last = binOf(this.max);
    const step = Math.ceil((last - first + 1) / most);
    for (let bin = first; bin <= last; bin += step) {
      const counts = this.#bins.subarray(bin - this.#first, bin - this.#first + step);
      bars.push([edgeOf(bin), edgeOf(bin + step), counts.reduce((sum, count) => sum + count, 0)]);
    }
    return bars;
  }

  #addTo(bin: number, count: number): void {
    const index = bin - this.#first;
    if (index < 0 || index >= this.#bins.length) this.#makeRoomFor(bin);
    const at = bin - this.#first;
    this.#bins[at] = (this.#bins[at] ?? 0) + count;
  }

  #makeRoomFor(bin: number): void {
    const isEmpty = this.#bins.length === 0;
    const first = isEmpty ? bin - 4 : Math.min(this.#first, bin - 8);
    const end = isEmpty ? bin + 8 : Math.max(this.#first + this.#bins.length, bin + 8);
    const bins = new Uint32Array(end - first);
    bins.set(this.#bins, isEmpty ? 0 : this.#first - first);
    this.#first = first;
    this.#bins = bins;
  }
}

function binOf(value: number): number {
  return Math.floor(Math.log(Math.min(value, MOST) / LEAST) / LOG_GROWTH);
}

function edgeOf(bin: number): number {
  return LEAST * GROWTH ** bin;
}

function middleOf(bin: number): number {
  return LEAST * GROWTH ** (bin + 0.5);
}
