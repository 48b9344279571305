import { escaped } from './escape.ts';
import { ticksOf } from './ticks.ts';

/** A value of a trend, in the order of time. */
export interface TrendPoint {
  readonly label: string;
  /** Undefined where it is not known: the line has a gap there. */
  readonly value: number | undefined;
  /** One of those that the report is about. */
  readonly isNew: boolean;
}

export interface TrendPlot {
  /** What it shows, for those who do not see it. */
  readonly says: string;
  readonly points: readonly TrendPoint[];
  /** A line to be compared with. */
  readonly baseline?: number | undefined;
  /** The greatest value there can be, such as 100 of shares in per cent. */
  readonly most?: number | undefined;
  /** How a number of the axis is written. */
  readonly written: (value: number) => string;
}

const HEIGHT = 150;
const TOP = 8;
const RADIUS = 4;
const MAX_TICKS = 4;
/** The axis spans at least this share of the greatest value: what differs by less does not look like a trend. */
const LEAST_SPAN = 0.2;
/** Room for the numbers of the axis and at the right end, as shares of the width. */
const LEFT = 0.09;
const RIGHT = 0.03;

/** HTML: a value after the other from left to right, as SVG that fits whatever width it gets. The table has the numbers. */
export function trendPlot({ says, points, baseline, most, written }: TrendPlot): string {
  const known = points.flatMap(({ value }) => value ?? []);
  if (known.length < 2) return '';
  const all = baseline === undefined ? known : [...known, baseline];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const [min, max] = rangeOf(low, high, most);
  const y = (value: number): string => (TOP + ((max - value) / (max - min)) * (HEIGHT - TOP)).toFixed(1);
  const x = (place: number): string =>
    `${(100 * (LEFT + (place / Math.max(1, points.length - 1)) * (1 - LEFT - RIGHT))).toFixed(2)}%`;
  const grid = ticksOf(min, max, MAX_TICKS).map(
    (tick) =>
      `<line class="grid" x1="${100 * LEFT}%" x2="100%" y1="${y(tick)}" y2="${y(tick)}"/><text x="${100 * LEFT}%" dx="-6" dy="4" y="${y(tick)}" text-anchor="end">${escaped(written(tick))}</text>`,
  );
  const base =
    baseline === undefined
      ? ''
      : `<line class="sustained" x1="${100 * LEFT}%" x2="100%" y1="${y(baseline)}" y2="${y(baseline)}"/>`;
  const strokes = points.flatMap(({ value }, place) => {
    const before = points[place - 1]?.value;
    return value === undefined || before === undefined
      ? []
      : [`<line class="line" x1="${x(place - 1)}" y1="${y(before)}" x2="${x(place)}" y2="${y(value)}"/>`];
  });
  const dots = points.flatMap(({ value, label, isNew }, place) =>
    value === undefined
      ? []
      : [
          `<circle${isNew ? ' class="new"' : ''} cx="${x(place)}" cy="${y(value)}" r="${isNew ? RADIUS + 2 : RADIUS}"><title>${escaped(`${label}: ${written(value)}`)}</title></circle>`,
        ],
  );
  const ends = [points[0], points.at(-1)].map(
    (point, place) =>
      `<text x="${x(place === 0 ? 0 : points.length - 1)}" y="${HEIGHT + 16}" text-anchor="${place === 0 ? 'start' : 'end'}">${escaped(point?.label ?? '')}</text>`,
  );
  const svg = `<svg height="${HEIGHT + 22}" aria-hidden="true">${grid.join('')}${base}${strokes.join('')}${dots.join('')}${ends.join('')}</svg>`;
  return `<figure class="trend" role="img" aria-label="${escaped(says)}">${svg}</figure>`;
}

/** From where to where the axis goes: never below 0 where no value is, and never above the greatest that there can be. */
function rangeOf(low: number, high: number, most = Number.POSITIVE_INFINITY): readonly [number, number] {
  const span = Math.max((high - low) * 1.2, Math.abs(high) * LEAST_SPAN, Number.MIN_VALUE);
  const middle = (low + high) / 2;
  const max = Math.max(high, Math.min(middle + span / 2, most));
  const min = max - span;
  return [low >= 0 ? Math.max(0, min) : min, max];
}
