/** What is smaller counts as zero: a microsecond, where values are ms. */
const MIN_VALUE = 0.001;
/** Bits of a double's upper half that do not tell bins apart: its exponent and six more bits do. */
const SHIFT = 14;

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
const UPPER = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * A distribution in fixed bins, 64 to each power of two: bounded in memory whatever it takes in, and the same whatever
 * the order of adding and merging. Minimum and maximum are exact, percentiles too low by less than 2 %, whole numbers
 * to 64 exact.
 */
export class Histogram {
  count = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  /** Values below `MIN_VALUE`, negative ones too. */
  #zeros = 0;
  #first = 0;
  #bins = new Uint32Array(0);

  add(value: number): void {
    this.count++;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    if (value < MIN_VALUE) this.#zeros++;
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

  /** The value at `percent` from 0 to 100, between two samples in proportion, as k6 has it; 0 when there is none. */
  percentile(percent: number): number {
    if (this.count === 0) return 0;
    const rank = (percent / 100) * (this.count - 1);
    const below = this.#valueAt(Math.floor(rank));
    return below + (rank % 1) * (this.#valueAt(Math.ceil(rank)) - below);
  }

  /** The value that has `rank` others before it. */
  #valueAt(rank: number): number {
    if (rank >= this.count - 1) return this.max;
    let seen = 0;
    for (const [edge, count] of this.bins()) {
      seen += count;
      if (seen > rank) return Math.max(this.min, edge);
    }
    return this.max;
  }

  /** The bins that are not empty, from the smallest: lower edge and count. */
  *bins(): Generator<readonly [edge: number, count: number]> {
    if (this.#zeros > 0) yield [0, this.#zeros];
    for (let index = 0; index < this.#bins.length; index++) {
      const count = this.#bins[index] ?? 0;
      if (count > 0) yield [edgeOf(this.#first + index), count];
    }
  }

  #addTo(bin: number, count: number): void {
    if (bin < this.#first || bin >= this.#first + this.#bins.length) this.#makeRoomFor(bin);
    const at = bin - this.#first;
    this.#bins[at] = (this.#bins[at] ?? 0) + count;
  }

  #makeRoomFor(bin: number): void {
    const isEmpty = this.#bins.length === 0;
    const first = isEmpty ? bin - 4 : Math.min(this.#first, bin - 16);
    const end = isEmpty ? bin + 4 : Math.max(this.#first + this.#bins.length, bin + 16);
    const bins = new Uint32Array(end - first);
    bins.set(this.#bins, isEmpty ? 0 : this.#first - first);
    this.#first = first;
    this.#bins = bins;
  }
}

function binOf(value: number): number {
  double[0] = value;
  return (halves[UPPER] ?? 0) >>> SHIFT;
}

function edgeOf(bin: number): number {
  halves[UPPER] = bin << SHIFT;
  halves[1 - UPPER] = 0;
  return double[0] ?? 0;
}
