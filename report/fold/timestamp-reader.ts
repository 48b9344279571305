/** `2026-11-24T11:59:33` */
const TO_THE_SECOND = 19;

/** Reads RFC 3339 times to the millisecond; quick where second and zone are those of the time before. */
export class TimestampReader {
  #second = '';
  #zone = '';
  #baseMs = 0;

  /** Ms since the epoch of the time from `start` to `end` of `text`; NaN when it is none. */
  read(text: string, start: number, end: number): number {
    let zoneStart = start + TO_THE_SECOND;
    let ms = 0;
    if (text.charCodeAt(zoneStart) === 46) {
      let unit = 100;
      for (zoneStart++; zoneStart < end; zoneStart++) {
        const digit = text.charCodeAt(zoneStart) - 48;
        if (digit < 0 || digit > 9) break;
        ms += digit * Math.trunc(unit);
        unit /= 10;
      }
    }
    if (text.startsWith(this.#second, start) && this.#isZone(text, zoneStart, end)) return this.#baseMs + ms;
    const second = text.slice(start, start + TO_THE_SECOND);
    const zone = text.slice(zoneStart, end);
    const baseMs = Date.parse(second + zone);
    if (Number.isNaN(baseMs)) return Number.NaN;
    this.#second = second;
    this.#zone = zone;
    this.#baseMs = baseMs;
    return baseMs + ms;
  }

  #isZone(text: string, start: number, end: number): boolean {
    return this.#zone !== '' && end - start === this.#zone.length && text.startsWith(this.#zone, start);
  }
}
