/**
 * The night of a region, in which Genesys allows load tests: 23:00 to 05:00 in the region's time zone
 * (docs/facts/genesys.md section 6.1).
 */
const BEGINS_HOUR = 23;
const ENDS_HOUR = 5;
/** Offsets of time zones are whole quarters of an hour, so each hour of a zone begins at one of UTC. */
const QUARTER_MS = 900_000;

/** A time that is part of another, Unix ms. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The parts of a window that are in no night of an IANA time zone, in order. */
export function outsideNight({ fromMs, toMs }: Span, zone: string): Span[] {
  const hourOf = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' });
  const outside: Span[] = [];
  for (let startMs = fromMs; startMs < toMs; ) {
    const endMs = Math.min(toMs, (Math.floor(startMs / QUARTER_MS) + 1) * QUARTER_MS);
    const hour = Number(hourOf.format(startMs));
    if (hour >= ENDS_HOUR && hour < BEGINS_HOUR) {
      const last = outside.at(-1);
      if (last?.toMs === startMs) outside[outside.length - 1] = { fromMs: last.fromMs, toMs: endMs };
      else outside.push({ fromMs: startMs, toMs: endMs });
    }
    startMs = endMs;
  }
  return outside;
}

/** A span as people of the zone read it, such as `2026-12-01 05:00 to 2026-12-01 07:30`. */
export const localText = ({ fromMs, toMs }: Span, zone: string): string =>
  `${localTime(fromMs, zone)} to ${localTime(toMs, zone)}`;

/** A time (Unix ms) as people of the zone read it, such as `2026-12-01 05:00`. */
export function localTime(atMs: number, zone: string): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(atMs);
}
