import { mean, variance } from '../../../base/statistics.ts';
import type { Slice } from '../../reading/way-in.ts';
import { secondHalf } from './held-while-refused.ts';
import { sumOf } from './sum-of.ts';

/**
 * How admissions follow departures in the hold, which tells a limit on the level from one on the pace. At a level
 * whoever leaves is replaced, so admissions rise and fall with departures. A pace admits evenly, whoever leaves. What is
 * called after it is in ceiling-or-throttle.ts.
 */
export type Balance = 'level' | 'pace' | 'unknown';

/** At a level the regression of admissions on departures has the slope 1, at a pace 0. */
const BETWEEN = 0.4;
/** By how many standard errors the slope is on one side of it. */
const SURE = 2.6;
/** The same where several were tried. */
const SURER = 3.5;
/** The same where the level at the first refusal was the one that was held later, which a pace does by accident alone. */
const LIKELY = 1.3;
/** Departures in a slice, on average, and slices, below which a slope says nothing. */
const DEPARTURES = 3;
const SLICES = 8;
/** So many slices have to be left to see places that come free later. */
const LAGGED = 12;
/** Where admissions follow an earlier departure, no slope is as far below as this. */
const NOWHERE = -1;
/** With fewer slices nobody can tell a pace from places that come free late. */
const TO_REFUTE = 20;
/** A pace goes on admitting: at least this share of what leaves. */
const GOES_ON = 0.5;

/** What else is known of the hold. */
export interface Hold {
  readonly holdMs: number;
  /** The plan wanted as many sessions at the first refusal as were held later. */
  readonly coincides: boolean;
  /** Far more were held than when somebody had been refused before: no one level that stands, or falls, does that. */
  readonly rises: boolean;
  /** There are several deployments, of which one may be full while the others fill. */
  readonly isSplit: boolean;
  /** The same of the second half of the parts of the hold that refused. */
  readonly risesLate: boolean;
}

/** In a shorter hold (ms) a limit for each minute admits in one burst, which some departures always preceded. */
const TWO_MINUTES_MS = 120_000;

/** Reads the slices in which the limit was at work. */
export function balanceOf(slices: readonly Slice[], hold: Hold): Balance {
  const refusing = slices.filter(({ refused }) => refused > 0);
  const merged = mergedSlices(refusing);
  if (merged === undefined || inABurst(slices, hold)) return 'unknown';
  const late = mergedSlices(secondHalf(refusing));
  if (late !== undefined && !hold.risesLate && slopeOf(late, 0) > SURER) return 'level';
  return ofAll(merged, hold);
}

function ofAll(merged: readonly Slice[], { holdMs, coincides, rises, isSplit }: Hold): Balance {
  const atOnce = slopeOf(merged, 0);
  if (!rises && atOnce > (coincides ? LIKELY : SURE)) return 'level';
  if (isSplit && atOnce > SURER) return 'level';
  // Places that come free later are filled later.
  const lags = Array.from({ length: Math.max(0, 2 * (merged.length - LAGGED)) }, (_, lag) => (lag + 1) / 2);
  const later = Math.max(Number.NEGATIVE_INFINITY, ...lags.map((lag) => slopeOf(merged, lag)));
  if (later > SURER && holdMs >= TWO_MINUTES_MS) return 'level';
  // A level that moves for a while admits nobody, or many, meanwhile.
  if ((!rises || isSplit) && slopeOf(withoutExtremes(merged), 0) > SURER) return 'level';
  const [admitted, closed] = [sumOf(merged, 'admitted'), sumOf(merged, 'closed')];
  if (admitted < closed * GOES_ON || merged.length < TO_REFUTE || stands(merged)) return 'unknown';
  const nowhere = evenly(merged) || later < (coincides ? -SURE : NOWHERE);
  return nowhere && atOnce < (coincides ? -SURER : -SURE) ? 'pace' : 'unknown';
}

/** The variance of admissions at a pace: at most this share of that of departures, and this share of their mean. */
const EVEN = { departures: 0.25, mean: 0.5 };

/** At a level admissions vary as departures do, however late; by themselves sessions come less evenly than this. */
function evenly(slices: readonly Slice[]): boolean {
  const admitted = slices.map((slice) => slice.admitted);
  const most = Math.min(EVEN.departures * variance(slices.map(({ closed }) => closed)), EVEN.mean * mean(admitted));
  return variance(admitted) < most;
}

/** A pace admits more than this share of its mean in any part of the hold that refuses. */
const STANDS = 0.2;

/** Hardly anybody was admitted in a part of the hold that refused many: a pace never stands still. */
function stands(slices: readonly Slice[]): boolean {
  const usual = sumOf(slices, 'admitted') / slices.length;
  return slices.some(({ admitted, refused }) => admitted < usual * STANDS && refused > usual);
}

/** Nearly all admissions in this many slices are one or two bursts, which follow nothing. */
const BURSTS = 3;
const NEARLY_ALL = 0.9;

/** In a short hold admissions that leave out half of its parts are bursts, too. */
const HALF = 0.5;

function inABurst(slices: readonly Slice[], { holdMs }: Hold): boolean {
  const standing = slices.filter(({ admitted, refused }) => refused > 0 && admitted === 0).length;
  if (holdMs < TWO_MINUTES_MS && standing >= slices.length * HALF) return true;
  const counts = slices.map(({ admitted }) => admitted).sort((a, b) => b - a);
  const all = sumOf(slices, 'admitted');
  return all > 0 && counts.slice(0, BURSTS).reduce((sum, count) => sum + count, 0) >= all * NEARLY_ALL;
}

/** Neighbours are merged until a slice has enough departures; undefined where too few slices are left. */
function mergedSlices(slices: readonly Slice[]): Slice[] | undefined {
  for (let by = 1; Math.floor(slices.length / by) >= SLICES; by++) {
    const merged = Array.from({ length: Math.floor(slices.length / by) }, (_, place) =>
      slices.slice(place * by, (place + 1) * by).reduce(sum),
    );
    if (sumOf(merged, 'closed') >= DEPARTURES * merged.length) return merged;
  }
  return undefined;
}

const sum = (one: Slice, other: Slice): Slice => ({
  tried: one.tried + other.tried,
  refused: one.refused + other.refused,
  admitted: one.admitted + other.admitted,
  closed: one.closed + other.closed,
  cut: one.cut + other.cut,
});

/** Three quarters of the slices: those in which the level moved least. */
function withoutExtremes(slices: readonly Slice[]): Slice[] {
  const net = ({ admitted, closed }: Slice) => admitted - closed;
  const sorted = slices.map(net).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const distances = sorted.map((value) => Math.abs(value - median)).sort((a, b) => a - b);
  const limit = distances[Math.floor(distances.length * 0.75)] ?? 0;
  return slices.filter((slice) => Math.abs(net(slice) - median) <= limit);
}

/** What is left of values beside the line through them: two that both rise do not follow each other for that. */
function withoutTrend(values: readonly number[]): number[] {
  const [middle, average] = [(values.length - 1) / 2, mean(values)];
  const spread = values.reduce((all, _, place) => all + (place - middle) ** 2, 0);
  const rise = values.reduce((all, value, place) => all + value * (place - middle), 0) / Math.max(1, spread);
  return values.map((value, place) => value - average - rise * (place - middle));
}

/**
 * By how many standard errors the slope of admissions on the departures `lag` slices before (also half ones) is above the
 * value between. Departures are counts, so each slope is uncertain at least by what a session more or less makes of it.
 */
function slopeOf(slices: readonly Slice[], lag: number): number {
  const [whole, half] = [Math.floor(lag), lag % 1];
  const first = Math.ceil(lag);
  const admitted = slices.slice(first).map((slice) => slice.admitted);
  const at = (place: number) => slices[place]?.closed ?? 0;
  const closed = admitted.map((_, place) => {
    const newer = first + place - whole;
    return at(newer) * (1 - half) + (half === 0 ? 0 : at(newer - 1) * half);
  });
  const [a, c] = [withoutTrend(admitted), withoutTrend(closed)];
  const spread = c.reduce((all, value) => all + value ** 2, 0);
  if (spread === 0) return 0;
  const slope = c.reduce((all, value, place) => all + value * (a[place] ?? 0), 0) / spread;
  const rest = c.reduce((all, value, place) => all + ((a[place] ?? 0) - slope * value) ** 2, c.length * 0.25);
  return (slope - BETWEEN) / Math.sqrt(rest / Math.max(1, closed.length - 3) / spread);
}
