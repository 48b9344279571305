/**
 * All values of a trend, exactly. New values are appended. A percentile first sorts the new values and merges them in,
 * so that asking every two seconds stays cheap. Zeros are only counted: on reused connections three of k6's seven
 * request times are always 0. Whole thousandths, such as the engine's own times, take half the memory of other values.
 */
export class SortedValues {
  /** The values other than 0, each multiplied by `#unit`. */
  #values: Uint32Array | Float64Array = new Uint32Array(16);
  /** 1,000, until a value comes that is no whole number of thousandths or is too large; then 1. */
  #unit: 1_000 | 1 = 1_000;
  #kept = 0;
  #sorted = 0;
  #zeros = 0;

  get length(): number {
    return this.#kept + this.#zeros;
  }

  add(value: number): void {
    if (value === 0) {
      this.#zeros++;
      return;
    }
    if (this.#unit === 1_000 && !isThousandths(value)) {
      this.#values = Float64Array.from(this.#values, (thousandths) => thousandths / 1_000);
      this.#unit = 1;
    }
    if (this.#kept === this.#values.length) {
      const length = Math.ceil(this.#kept * 1.5);
      const larger = this.#unit === 1 ? new Float64Array(length) : new Uint32Array(length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#kept++] = this.#unit === 1 ? value : Math.round(value * 1_000);
  }

  /** Percentile 0 … 100 with linear interpolation between the two closest ranks; 0 when empty. */
  percentile(percent: number): number {
    if (this.length === 0) return 0;
    this.#sort();
    const place = (percent / 100) * (this.length - 1);
    const below = Math.floor(place);
    const negatives = this.#negatives();
    const low = this.#at(below, negatives);
    const high = this.#at(Math.min(below + 1, this.length - 1), negatives);
    return low + (high - low) * (place - below);
  }

  /** The value of a rank from 0. The zeros rank between the negative values and the positive ones. */
  #at(rank: number, negatives: number): number {
    if (rank >= negatives && rank < negatives + this.#zeros) return 0;
    return (this.#values[rank < negatives ? rank : rank - this.#zeros] ?? 0) / this.#unit;
  }

  /** How many values are below zero. */
  #negatives(): number {
    let [from, to] = [0, this.#kept];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#values[middle] ?? 0) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #sort(): void {
    if (this.#sorted === this.#kept) return;
    const fresh = this.#values.slice(this.#sorted, this.#kept).sort();
    // Merging from the back needs no second copy of the sorted values.
    let old = this.#sorted - 1;
    let next = fresh.length - 1;
    for (let at = this.#kept - 1; next >= 0; at--) {
      const takeOld = old >= 0 && (this.#values[old] ?? 0) > (fresh[next] ?? 0);
      this.#values[at] = (takeOld ? this.#values[old--] : fresh[next--]) ?? 0;
    }
    this.#sorted = this.#kept;
  }
}

function isThousandths(value: number): boolean {
  const thousandths = Math.round(value * 1_000);
  return thousandths / 1_000 === value && thousandths >= 0 && thousandths < 2 ** 32;
}
