/**
 * All values of a trend, kept exactly. New values go to the end; sorting happens when a percentile is asked for, and
 * then only the new ones are sorted and merged in, so that asking every two seconds stays cheap.
 */
export class SortedValues {
  #values = new Float64Array(16);
  #length = 0;
  #sorted = 0;

  get length(): number {
    return this.#length;
  }

  add(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** Percentile 0 … 100 with linear interpolation between the two closest ranks; 0 when empty. */
  percentile(percent: number): number {
    if (this.#length === 0) return 0;
    this.#sort();
    const place = (percent / 100) * (this.#length - 1);
    const below = Math.floor(place);
    const low = this.#values[below] ?? 0;
    const high = this.#values[Math.min(below + 1, this.#length - 1)] ?? 0;
    return low + (high - low) * (place - below);
  }

  #sort(): void {
    if (this.#sorted === this.#length) return;
    const fresh = this.#values.slice(this.#sorted, this.#length).sort();
    // Merged from the back, so the values already in order need no second copy.
    let old = this.#sorted - 1;
    let next = fresh.length - 1;
    for (let at = this.#length - 1; next >= 0; at--) {
      const takeOld = old >= 0 && (this.#values[old] ?? 0) > (fresh[next] ?? 0);
      this.#values[at] = (takeOld ? this.#values[old--] : fresh[next--]) ?? 0;
    }
    this.#sorted = this.#length;
  }
}
