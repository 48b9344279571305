/** What is smaller counts as zero: a microsecond, where values are ms. */
const MIN_VALUE = 0.001;
/** Bits of a double's upper half that do not tell bins apart: its exponent and six more bits do. */
const SHIFT = 14;

/** Bins for which a histogram has room at first; it doubles. */
const FIRST_ROOM = 4;

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
  /** How many bins have values: most histograms are of one bucket of time, and have a few. */
  #used = 0;
  /** Each bin that has values and how many, in pairs; from the smallest on. */
  #pairs = new Uint32Array(2 * FIRST_ROOM);

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
    for (let at = 0; at < other.#used; at++) this.#addTo(other.#binAt(at), other.#countAt(at));
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
    for (let at = 0; at < this.#used; at++) yield [edgeOf(this.#binAt(at)), this.#countAt(at)];
  }

  #addTo(bin: number, count: number): void {
    const at = this.#placeOf(bin);
    if (at === this.#used || this.#binAt(at) !== bin) this.#makeRoomAt(at, bin);
    this.#pairs[2 * at + 1] = this.#countAt(at) + count;
  }

  /** Of the first bin that is not smaller; `#used` where all are. */
  #placeOf(bin: number): number {
    let [from, to] = [0, this.#used];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.#binAt(middle) < bin) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #makeRoomAt(at: number, bin: number): void {
    const known = this.#pairs;
    if (2 * this.#used === known.length) {
      this.#pairs = new Uint32Array(2 * known.length);
      this.#pairs.set(known);
    }
    this.#pairs.copyWithin(2 * at + 2, 2 * at, 2 * this.#used);
    this.#pairs[2 * at] = bin;
    this.#pairs[2 * at + 1] = 0;
    this.#used++;
  }

  #binAt(at: number): number {
    return this.#pairs[2 * at] ?? 0;
  }

  #countAt(at: number): number {
    return this.#pairs[2 * at + 1] ?? 0;
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
