/** A time that a text may mean, in ms since 1970. What is no time is undefined, never a guess. */
export type Time = number | TwoTimes | undefined;

/** A date such as 03/04/2026, which is another day when the month stands first. */
export interface TwoTimes {
  /** Undefined where that reading is no date. */
  readonly dayFirst: number | undefined;
  readonly monthFirst: number | undefined;
}

/** What most exports write, on a day that every month has. */
const USUAL = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?Z$/;
const NUMBER = /^-?\d+(\.\d+)?$/;
const CLOCK = String.raw`(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?\s?m\.?)?`;
const ZONE = String.raw`\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?`;
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[T ]\\s*${CLOCK}${ZONE})?$`, 'i');
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})(?:,?[T\\s]\\s*${CLOCK}${ZONE})?$`, 'i');
const WEEKDAY = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\\s+)?';
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const DAY_NAMED = new RegExp(`^${WEEKDAY}(\\d{1,2})[\\s-]${MONTH}[\\s-](\\d{4})(?:,?\\s+${CLOCK}${ZONE})?$`, 'i');
const NAMED_DAY = new RegExp(
  `^${WEEKDAY}${MONTH}\\s(\\d{1,2}),?\\s(\\d{4})(?:,?\\s+(?:at\\s+)?${CLOCK}${ZONE})?$`,
  'i',
);
const DOT_NET = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;

/**
 * Reads a time: a number (taken as it is), ISO 8601 and what databases write, RFC 2822, names of months, and dates by
 * numbers with the year last. With dots the day stands first, as it does everywhere that dots are written; with slashes
 * and dashes both readings are given.
 *
 * @example timeOf('2026-11-30T10:00:00Z') // 1796032800000
 * @example timeOf('03/04/2026') // { dayFirst: 3 April, monthFirst: 4 March }
 * @example timeOf('turn 50') // undefined
 */
export function timeOf(text: string): Time {
  if (USUAL.test(text)) return Date.parse(text);
  if (NUMBER.test(text)) return Number(text);
  const first = YEAR_FIRST.exec(text);
  if (first !== null) {
    const [, year, month, day, ...clock] = first;
    return at(Number(year), Number(month), Number(day), clock);
  }
  const trimmed = text
    .trim()
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll(/[\u200e\u200f]/g, '');
  if (trimmed !== text) return timeOf(trimmed);
  const last = YEAR_LAST.exec(trimmed);
  if (last !== null) return yearLast(last);
  const named = DAY_NAMED.exec(trimmed);
  if (named !== null) {
    const [, day, month = '', year, ...clock] = named;
    return at(Number(year), monthOf(month), Number(day), clock);
  }
  const american = NAMED_DAY.exec(trimmed);
  if (american !== null) {
    const [, month = '', day, year, ...clock] = american;
    return at(Number(year), monthOf(month), Number(day), clock);
  }
  const dotNet = DOT_NET.exec(trimmed);
  return dotNet === null ? undefined : Number(dotNet[1]);
}

const monthOf = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

function yearLast([, one, separator, two, written = '', ...clock]: RegExpExecArray): Time {
  const year = Number(written.length === 2 ? `20${written}` : written);
  const dayFirst = at(year, Number(two), Number(one), clock);
  if (separator === '.') return dayFirst;
  const monthFirst = at(year, Number(one), Number(two), clock);
  return dayFirst === undefined && monthFirst === undefined ? undefined : { dayFirst, monthFirst };
}

/** @param clock hours, minutes, seconds, fraction, half of the day, zone */
function at(year: number, month: number, day: number, clock: readonly (string | undefined)[]): number | undefined {
  const [hours = '0', minutes = '0', seconds = '0', fraction = '0', half, zone] = clock;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (/^p/i.test(half) ? 12 : 0);
  const isClock =
    hour < 24 && Number(minutes) < 60 && Number(seconds) < 61 && (half === undefined || Number(hours) <= 12);
  const ms = Date.UTC(year, month - 1, day, hour, Number(minutes), Number(seconds));
  const date = new Date(Date.UTC(year, month - 1, day));
  if (!isClock || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return ms + Number(`0.${fraction}`) * 1_000 - zoneMs(zone);
}

function zoneMs(zone: string | undefined): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '') ?? [];
  return hours === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
