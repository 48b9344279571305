import type { Tone } from '../model/told.ts';
import { escaped } from './escape.ts';
import { ticksOf } from './ticks.ts';

/** Values that belong together, a dot each, with their estimate and the interval around it. */
export interface DotRow {
  readonly label: string;
  readonly values: readonly number[];
  readonly estimate?: number;
  readonly interval?: { readonly lower: number; readonly upper: number };
  readonly tone?: Tone;
}

export interface DotPlot {
  /** What it shows, for those who do not see it. */
  readonly says: string;
  readonly rows: readonly DotRow[];
  /** Whether 0 is on the axis whatever the values are, with a line of its own. */
  readonly hasZero?: boolean;
  /** How a number of the axis is written. */
  readonly written: (value: number) => string;
}

const HEIGHT = 36;
const RADIUS = 4;
/** The share of the width that is left free on either side. */
const MARGIN = 0.04;
const MAX_TICKS = 5;
/** Dots of one value stand above one another, so many at most. */
const MAX_STACK = 5;

/** HTML: rows of dots on one axis, which fits whatever width it gets. The table beside it has the same numbers. */
export function dotPlot({ says, rows, hasZero = false, written }: DotPlot): string {
  const values = rows.flatMap(({ values: dots, estimate, interval }) => [
    ...dots,
    ...(estimate === undefined ? [] : [estimate]),
    ...(interval === undefined ? [] : [interval.lower, interval.upper]),
  ]);
  const known = values.filter((value) => Number.isFinite(value) && Math.abs(value) < Number.MAX_VALUE);
  if (known.length === 0) return '';
  const [min, max] = rangeOf(hasZero ? [...known, 0] : known);
  const at = (value: number) => {
    const share = (Math.min(max, Math.max(min, value)) - min) / (max - min);
    return `${(100 * (MARGIN + share * (1 - 2 * MARGIN))).toFixed(2)}%`;
  };
  const ticks = ticksOf(min, max, MAX_TICKS);
  const grid = ticks
    .map((tick) => line(at(tick), '0', at(tick), '100%', tick === 0 && hasZero ? 'axis' : 'grid'))
    .join('');
  const body = rows.map((row) => rowOf(row, at, grid)).join('');
  const labels = ticks.map(
    (tick) => `<text x="${at(tick)}" y="12" text-anchor="middle">${escaped(written(tick))}</text>`,
  );
  const axis = `<span></span><svg height="16" aria-hidden="true">${labels.join('')}</svg>`;
  return `<figure class="dots" role="img" aria-label="${escaped(says)}">${body}${axis}</figure>`;
}

type Place = (value: number) => string;

function rowOf({ label, values, estimate, interval, tone }: DotRow, at: Place, grid: string): string {
  const middle = HEIGHT / 2;
  const seen = new Map<number, number>();
  const dots = values.map((value) => {
    const nth = seen.get(value) ?? 0;
    seen.set(value, nth + 1);
    const up = (nth % MAX_STACK) - Math.floor(Math.min(MAX_STACK, countOf(values, value)) / 2);
    return `<circle cx="${at(value)}" cy="${middle + up * RADIUS * 1.4}" r="${RADIUS}"/>`;
  });
  const bar = interval === undefined ? '' : line(at(interval.lower), middle, at(interval.upper), middle, 'interval');
  const mark = estimate === undefined ? '' : line(at(estimate), 5, at(estimate), HEIGHT - 5, 'estimate');
  const svg = `<svg height="${HEIGHT}" class="${tone ?? 'plain'}" aria-hidden="true">${grid}${bar}${dots.join('')}${mark}</svg>`;
  return `<span>${escaped(label)}</span>${svg}`;
}

const countOf = (values: readonly number[], value: number) => values.filter((one) => one === value).length;

const line = (x1: string, y1: string | number, x2: string, y2: string | number, look: string): string =>
  `<line class="${look}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;

function rangeOf(values: readonly number[]): readonly [number, number] {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return min === max ? [min - 1, max + 1] : [min, max];
}
