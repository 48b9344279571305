let lastSecond = Number.NaN;
let lastText = '';

/** RFC 3339 in UTC of Unix ms, to the microsecond that a double can hold, without trailing zeros, as Go writes it. */
export function rfc3339(timeMs: number): string {
  const micros = Math.round(timeMs * 1000);
  const second = Math.floor(micros / 1_000_000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = new Date(second * 1000).toISOString().slice(0, 19);
  }
  const part = micros - second * 1_000_000;
  if (part === 0) return `${lastText}Z`;
  return `${lastText}.${String(part).padStart(6, '0').replace(/0+$/, '')}Z`;
}
