import type { Chart, ChartLine } from '../page/chart.ts';
import { placeText, valueText } from '../page/chart-text.ts';
import { type Box, pathsOf, WIDTH } from './chart-paths.ts';
import { escaped } from './escape.ts';
import { ticksOf } from './ticks.ts';

const TALL = 250;
const LOW = 150;
const STRIP = 64;
const AXIS = 20;
/** Room above the highest value, for the names of marks. */
const TOP = 16;
const MAX_Y_TICKS = 4;
const MAX_X_TICKS = 6;
/** Low charts may stand beside one another. */
const MAX_X_TICKS_LOW = 4;
/** Of more labels below a chart, a phone shows every second one. */
const MOST_ON_A_PHONE = 3;
const DAY_SECONDS = 86_400;
/** Up to half a day; beyond it are whole days. */
const STEPS_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200];

/**
 * HTML: a chart that is drawn without a script, in the colours of the page, and fits whatever width it gets. What is to be
 * seen is said as well; the numbers stand in the table of its part.
 */
export function chartFigure(id: string, title: string, chart: Chart): string {
  const [main, foot] = [
    chart.lines.filter(({ isAtFoot }) => !isAtFoot),
    chart.lines.filter(({ isAtFoot }) => isAtFoot),
  ];
  const height = chart.isTall ? TALL : LOW;
  const says = `${title}. ${chart.lines.map((line) => lineText(chart, line)).join('; ')}.`;
  const stripHeight = foot.length === 0 ? 0 : STRIP;
  const total = height + stripHeight + AXIS;
  const below = (y: number, tall: number, inside: string) =>
    `<svg y="${y}" height="${tall}" width="100%" overflow="visible">${inside}</svg>`;
  const strip = foot.length === 0 ? '' : below(height, STRIP, plot(chart, foot, STRIP, false));
  const drawn = `${plot(chart, main, height, true)}${strip}${below(height + stripHeight, AXIS, xAxis(chart))}`;
  const picture = `<svg class="plot" role="img" aria-label="${escaped(says)}" height="${total}">${drawn}</svg>`;
  return `<figure class="chart" id="${id}" role="group" aria-label="${escaped(title)}">${legendOf(chart.lines)}${picture}</figure>`;
}

/** Grid, marks and lines, with the labels of the y axis to the left. */
function plot(chart: Chart, lines: readonly ChartLine[], height: number, isMain: boolean): string {
  const top = isMain ? TOP : 8;
  const max = maxOf(lines) || 1;
  const y = (value: number) => height - (value / max) * (height - top);
  const grid = ticksOf(0, max, isMain ? MAX_Y_TICKS : 2).map((tick) => {
    const label = `<text class="y" x="-8" y="${y(tick) + 4}" text-anchor="end">${escaped(valueText(chart, tick))}</text>`;
    return `<line class="${tick === 0 ? 'base' : 'grid'}" x1="0" x2="100%" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}"/>${label}`;
  });
  const [first = 0, second = 1] = chart.x;
  const barWidth = second - first;
  const end = endOf(chart);
  const box: Box = { x: (at) => (at / end) * WIDTH, y, height, barWidth, isTime: chart.kind === 'time' };
  const paths = pathsOf(lines, chart.x, box);
  return `${grid.join('')}<svg viewBox="0 0 ${WIDTH} ${height}" preserveAspectRatio="none" width="100%" height="${height}">${paths}</svg>${isMain ? marksOf(chart, end, height) : ''}`;
}

/** Where the x axis ends: at the last moment, or behind the last bar. */
function endOf({ kind, x }: Chart): number {
  const last = x.at(-1) ?? 1;
  return kind === 'time' ? last || 1 : last + ((x[1] ?? last + 1) - (x[0] ?? 0));
}

/** The highest value, or the highest sum of bars that stand on one another. */
function maxOf(lines: readonly ChartLine[]): number {
  const stacked = lines.filter(({ look }) => look === 'stacked bars');
  const sums = stacked[0]?.values.map((_, at) => stacked.reduce((sum, { values }) => sum + (values[at] ?? 0), 0)) ?? [];
  const others = lines.filter(({ look }) => look !== 'stacked bars').flatMap(({ values }) => values);
  return [...sums, ...others].reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
}

function marksOf({ marks }: Chart, end: number, height: number): string {
  const inside = marks.filter(({ at }) => at >= 0 && at <= end);
  return inside
    .map(({ at, label }) => {
      const share = `${((100 * at) / end).toFixed(2)}%`;
      return `<line class="moment" x1="${share}" x2="${share}" y1="0" y2="${height}"/><text class="moment" x="${share}" dx="-5" y="11" text-anchor="end">${escaped(label)}</text>`;
    })
    .join('');
}

function xAxis(chart: Chart): string {
  const end = endOf(chart);
  const most = chart.isTall ? MAX_X_TICKS : MAX_X_TICKS_LOW;
  const places = chart.kind === 'time' ? timeTicks(chart, end, most) : ticksOf(0, end, most);
  return places
    .map((at, place) => {
      const share = at / end;
      const anchor = share > 0.95 ? 'end' : share < 0.04 ? 'start' : 'middle';
      const text = chart.kind === 'time' ? placeText(chart, at) : valueText({ unit: 'ms' }, at);
      // A phone has room for a few.
      const often = places.length > MOST_ON_A_PHONE && place % 2 === 1 ? ' class="often"' : '';
      return `<text${often} x="${(100 * share).toFixed(2)}%" y="15" text-anchor="${anchor}">${escaped(text)}</text>`;
    })
    .join('');
}

/** Round times of the day, in seconds from the start. */
function timeTicks({ startedMs }: Chart, end: number, most: number): number[] {
  // A sample of a wrong clock may be years away.
  const days = DAY_SECONDS * Math.ceil(end / DAY_SECONDS / most);
  const step = STEPS_SECONDS.find((seconds) => end / seconds <= most) ?? days;
  const from = startedMs / 1_000;
  const first = Math.ceil(from / step) * step - from;
  return Array.from({ length: Math.max(0, Math.floor((end - first) / step) + 1) }, (_, at) => first + at * step);
}

function legendOf(lines: readonly ChartLine[]): string {
  const entries = lines.map(
    ({ label, colour, look }) =>
      `<span><svg width="18" height="12" aria-hidden="true">${swatch(colour, look)}</svg>${escaped(label)}</span>`,
  );
  return lines.length < 2 && lines[0]?.look === 'bars' ? '' : `<p class="legend">${entries.join('')}</p>`;
}

function swatch(colour: string, look: ChartLine['look']): string {
  if (look === 'bars' || look === 'stacked bars')
    return `<rect x="3" y="0" width="12" height="12" style="fill:var(--${colour})"/>`;
  return `<line class="${look === 'area' ? 'line' : look}" style="stroke:var(--${colour})" x1="1" x2="17" y1="6" y2="6"/>`;
}

/** A line in words: its highest value, when that was, and its last. */
function lineText(chart: Chart, { label, values }: ChartLine): string {
  let place = -1;
  for (const [at, value] of values.entries()) if (value !== null && value > (values[place] ?? -1)) place = at;
  const highest = values[place];
  if (highest === undefined || highest === null) return `${label}: no value`;
  const last = values.filter((value) => value !== null).at(-1);
  const when = placeText(chart, chart.x[place] ?? 0);
  return `${label}: at most ${valueText(chart, highest)} at ${when}${chart.kind === 'time' ? `, ${valueText(chart, last)} at the end` : ''}`;
}
