import uPlot from 'uplot';
import type { Chart, ChartLine } from './chart.ts';
import { colour, drawMarks, FONT } from './chart-colours.ts';
import { clock, digits, duration } from './number-format.ts';

const TALL = 300;
const LOW = 180;
/** Bars at the foot take this share of the height. */
const FOOT = 0.3;
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];

type Written = (value: number) => string;

/** Draws `chart` into `element`, in the colours that the page has just now. */
export function draw(chart: Chart, element: HTMLElement, width: number): uPlot {
  const isTime = chart.kind === 'time';
  const onX = isTime ? clock : (ms: number) => barName(chart, ms);
  const onY: Written = chart.unit === 'ms' ? duration : digits;
  const options: uPlot.Options = {
    width,
    height: chart.isTall ? TALL : LOW,
    padding: [10, 12, 0, 0],
    scales: scalesOf(chart),
    axes: axesOf(chart, onY),
    series: [
      { label: isTime ? 'at' : 'from', value: (_, at) => (at === null ? '' : onX(at)) },
      ...chart.lines.map((line) => seriesOf(line, isTime, onY)),
    ],
    bands: bandsOf(chart.lines),
    cursor: {
      y: false,
      points: { size: 7 },
      drag: { x: isTime, y: false },
      ...(isTime ? { sync: { key: 'time' } } : {}),
    },
    hooks: { draw: [(plot) => drawMarks(plot, chart)] },
  };
  return new uPlot(options, dataOf(chart), element);
}

function scalesOf({ kind, x }: Chart): uPlot.Scales {
  const width = (x[1] ?? 1) - (x[0] ?? 0);
  const last = x.at(-1) ?? 0;
  return {
    // From the start of the run on, unless somebody has zoomed in: the first bar stands before the first moment.
    x: { time: false, range: kind === 'time' ? (_, min, max) => [min === x[0] ? 0 : min, max] : [0, last + width] },
    y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
    foot: { range: (_, __, max) => [0, max > 0 ? max / FOOT : 1] },
  };
}

function axesOf({ kind, lines }: Chart, onY: Written): uPlot.Axis[] {
  const axis: uPlot.Axis = { stroke: colour('ink-soft'), font: FONT, ticks: { show: false }, grid: { show: false } };
  const grid = { stroke: colour('grid'), width: 1 };
  const x: uPlot.Axis =
    kind === 'time'
      ? { ...axis, size: 30, space: 56, incrs: SECONDS, values: (_, splits) => splits.map(clock) }
      : { ...axis, size: 30, space: 72, values: (_, splits) => splits.map(duration) };
  const y: uPlot.Axis = { ...axis, grid, size: 56, space: 34, values: (_, splits) => splits.map(onY) };
  const foot: uPlot.Axis = {
    ...axis,
    scale: 'foot',
    side: 1,
    size: 40,
    space: 22,
    stroke: colour('refused'),
    filter: (plot, splits) => splits.map((at) => (at <= (plot.scales.foot?.max ?? 0) * FOOT * 1.01 ? at : null)),
    values: (_, splits) => splits.map((at) => (at === null ? '' : digits(at))),
  };
  return lines.some(({ isAtFoot }) => isAtFoot) ? [x, y, foot] : [x, y];
}

function seriesOf(line: ChartLine, isTime: boolean, onY: Written): uPlot.Series {
  const stroke = colour(line.colour);
  const isBar = line.look === 'bars' || line.look === 'stacked bars';
  // A bar at a moment ends there; one of a distribution begins at its edge.
  const paths = isBar
    ? uPlot.paths.bars?.({ size: [isTime ? 1 : 0.92, 60], gap: isTime ? 1 : 0, align: isTime ? -1 : 1 })
    : undefined;
  return {
    label: line.label,
    scale: line.isAtFoot ? 'foot' : 'y',
    stroke,
    width: isBar ? 0 : 2,
    points: { show: !isBar, size: 5, fill: stroke, filter: () => lonely(line) },
    value: (_, __, ___, at) => nameOf(at === null ? null : line.values[at], onY),
    ...(line.look === 'dashed' ? { dash: [6, 5] } : {}),
    ...(line.look === 'area' ? { fill: `${stroke}2e` } : {}),
    ...(isBar ? { fill: line.isAtFoot ? `${stroke}99` : stroke } : {}),
    ...(paths ? { paths } : {}),
  };
}

/** Stacked bars: each value is the sum up to its line, and the first is drawn on top of all others. */
function dataOf({ x, lines }: Chart): uPlot.AlignedData {
  const sums = x.map(() => 0);
  const values = lines.map((line) => {
    if (line.look !== 'stacked bars') return [...line.values];
    return line.values.map((value, at) => {
      sums[at] = (sums[at] ?? 0) + (value ?? 0);
      return sums[at] ?? 0;
    });
  });
  return [[...x], ...values];
}

/** Each stacked line is filled down to the one before it only. */
function bandsOf(lines: readonly ChartLine[]): uPlot.Band[] {
  return lines.flatMap(({ look }, index) =>
    look === 'stacked bars' && index > 0 ? [{ series: [index + 1, index] }] : [],
  );
}

/** Values without a neighbour, which a line would leave out: they are shown as points. */
function lonely({ values }: ChartLine): number[] {
  const isGap = (at: number) => values[at] === null || values[at] === undefined;
  return values.flatMap((_, at) => (!isGap(at) && isGap(at - 1) && isGap(at + 1) ? [at] : []));
}

function nameOf(value: number | null | undefined, written: Written): string {
  return value === null || value === undefined ? '' : written(value);
}

function barName({ x, isOpenEnded }: Chart, ms: number): string {
  return isOpenEnded && ms === x.at(-1) ? `${duration(ms)} and above` : duration(ms);
}
