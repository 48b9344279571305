import type { Chart, ChartLine } from '../page/chart.ts';

/** The lines of a chart as paths of SVG, in a box of `WIDTH` × height that is stretched to the width of the page. */

export const WIDTH = 1_000;

/** Where things are in the box. */
export interface Box {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly height: number;
  /** How wide a bar is, in units of x. */
  readonly barWidth: number;
  readonly isTime: boolean;
}

/** The paths of all lines, those that others stand on first. */
export function pathsOf(lines: readonly ChartLine[], xs: Chart['x'], box: Box): string {
  const sums = xs.map(() => 0);
  const drawn = lines.map((line) => {
    const { look, values } = line;
    if (look !== 'stacked bars')
      return look === 'bars' ? bars(line, xs, values, undefined, box) : strokes(line, xs, box);
    const below = [...sums];
    for (const [place, value] of values.entries()) sums[place] = (sums[place] ?? 0) + (value ?? 0);
    return bars(line, xs, [...sums], below, box);
  });
  return drawn.join('');
}

function strokes({ colour, look, values }: ChartLine, xs: Chart['x'], { x, y, height }: Box): string {
  const parts: string[] = [];
  let isOpen = false;
  for (const [place, value] of values.entries()) {
    if (value === null || value === undefined) {
      isOpen = false;
      continue;
    }
    parts.push(`${isOpen ? 'L' : 'M'}${short(x(xs[place] ?? 0))} ${short(y(value))}`);
    // A value without a neighbour is a dot: a line of no length with round ends.
    if (!isOpen && !isNumber(values[place + 1])) parts.push('h0');
    isOpen = true;
  }
  const d = parts.join('');
  if (d === '') return '';
  const [first = 0, last = 0] = [xs[0], xs.at(-1)];
  const under =
    look === 'area'
      ? `<path class="area" style="fill:var(--${colour})" d="${d}L${short(x(last))} ${height}L${short(x(first))} ${height}Z"/>`
      : '';
  return `${under}<path class="${look === 'area' ? 'line' : look}" style="stroke:var(--${colour})" d="${d}"/>`;
}

function bars(
  { colour, look }: ChartLine,
  xs: Chart['x'],
  tops: readonly (number | null)[],
  bottoms: readonly number[] | undefined,
  { x, y, barWidth, isTime }: Box,
): string {
  const d = tops.flatMap((top, place) => {
    const bottom = bottoms?.[place] ?? 0;
    if (top === null || top <= bottom) return [];
    const at = xs[place] ?? 0;
    // A bar at a moment ends there; one of a distribution begins at its edge.
    const [from, to] = isTime ? [Math.max(0, x(at - barWidth)), x(at)] : [x(at), x(at + barWidth * 0.9)];
    return `M${short(from)} ${short(y(bottom))}V${short(y(top))}H${short(to)}V${short(y(bottom))}Z`;
  });
  return d.length === 0
    ? ''
    : `<path class="${look === 'bars' ? 'bars' : 'stacked'}" style="fill:var(--${colour})" d="${d.join('')}"/>`;
}

const isNumber = (value: number | null | undefined): value is number => typeof value === 'number';

const short = (value: number): string => `${Math.round(value * 10) / 10}`;
