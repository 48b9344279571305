import uPlot from 'uplot';
import type { Chart, ChartLine } from './chart.ts';
import { clock, digits, duration } from './numbers.ts';

const TALL = 300;
const LOW = 190;
/** Bars at the foot take this share of the height. */
const FOOT = 0.3;
const FONT = '12px system-ui, sans-serif';

/** Draws `chart` into `element`, in the colours that the page has just now. */
export function draw(chart: Chart, element: HTMLElement, width: number): uPlot {
  const ink = colour('ink-soft');
  const axis = { stroke: ink, font: FONT, grid: { stroke: colour('grid'), width: 1 }, ticks: { show: false } };
  const hasFoot = chart.lines.some(({ isAtFoot }) => isAtFoot);
  const isTime = chart.kind === 'time';
  const written = (value: number) => (chart.unit === 'ms' && isTime ? duration(value) : digits(value));
  const options: uPlot.Options = {
    width,
    height: chart.isTall ? TALL : LOW,
    scales: {
      x: { time: false, ...(isTime ? {} : { range: [-0.5, chart.x.length - 1.5] as uPlot.Range.MinMax }) },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
      ...(hasFoot
        ? {
            foot: { range: (_: uPlot, __: number, max: number) => [0, max > 0 ? max / FOOT : 1] as uPlot.Range.MinMax },
          }
        : {}),
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 64,
        values: (_, splits) => splits.map((at) => (isTime ? clock(at) : edge(chart, at))),
        ...(isTime
          ? { incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400] }
          : { incrs: [1, 2, 4, 8, 12, 16] }),
      },
      { ...axis, size: 58, values: (_, splits) => splits.map(written) },
      ...(hasFoot ? [footAxis(axis)] : []),
    ],
    series: [
      { label: isTime ? 'time' : 'from', value: (_, at) => (at === null ? '' : isTime ? clock(at) : edge(chart, at)) },
      ...chart.lines.map((line) => seriesOf(line, written)),
    ],
    bands: bandsOf(chart.lines),
    cursor: {
      y: false,
      points: { size: 7 },
      ...(isTime ? { sync: { key: 'time' } } : {}),
      drag: { x: isTime, y: false },
    },
    legend: { show: chart.lines.length > 1 || isTime },
    hooks: { draw: [(plot) => drawMarks(plot, chart)] },
  };
  return new uPlot(options, dataOf(chart), element);
}

function seriesOf(line: ChartLine, written: (value: number) => string): uPlot.Series {
  const stroke = colour(line.colour);
  const isBar = line.look === 'bars' || line.look === 'stacked bars';
  return {
    label: line.label,
    scale: line.isAtFoot ? 'foot' : 'y',
    stroke,
    width: isBar ? 0 : 2,
    points: { show: false },
    spanGaps: true,
    value: (_, __, ___, at) => (at === null || at === undefined ? '' : shown(line.values[at], written)),
    ...(line.look === 'dashed' ? { dash: [6, 5] } : {}),
    ...(line.look === 'area' ? { fill: `${stroke}2e` } : {}),
    ...(isBar ? { fill: line.isAtFoot ? `${stroke}99` : stroke, ...bars() } : {}),
  };
}

function bars(): Pick<uPlot.Series, 'paths'> {
  const paths = uPlot.paths.bars?.({ size: [0.9, 40], gap: 0 });
  return paths ? { paths } : {};
}

function shown(value: number | null | undefined, written: (value: number) => string): string {
  return value === null || value === undefined ? '' : written(value);
}

/** Stacked bars are drawn from the whole down, each hiding the foot of the one before. */
function dataOf({ kind, x, lines }: Chart): uPlot.AlignedData {
  const at = kind === 'time' ? [...x] : x.slice(0, -1).map((_, index) => index);
  const sums: number[] = at.map(() => 0);
  const values = [...lines].map((line) => {
    if (line.look !== 'stacked bars') return [...line.values];
    return line.values.map((value, index) => {
      sums[index] = (sums[index] ?? 0) + (value ?? 0);
      return sums[index] ?? 0;
    });
  });
  return [at, ...values];
}

/** Each stacked line is filled down to the one below it. */
function bandsOf(lines: readonly ChartLine[]): uPlot.Band[] {
  return lines.flatMap((line, index) =>
    line.look === 'stacked bars' && index > 0 ? [{ series: [index + 1, index] as [number, number] }] : [],
  );
}

function footAxis(axis: uPlot.Axis): uPlot.Axis {
  return {
    ...axis,
    scale: 'foot',
    side: 1,
    size: 42,
    grid: { show: false },
    space: 20,
    filter: (plot, splits) => splits.map((at) => (at <= (plot.scales.foot?.max ?? 0) * FOOT * 1.01 ? at : null)),
    values: (_, splits) => splits.map((at) => (at === null ? '' : digits(at))),
  };
}

function drawMarks(plot: uPlot, chart: Chart): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour('ink-soft');
  ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = 'right';
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const { at, label } of chart.marks) {
    const left = plot.valToPos(at, 'x', true);
    if (left < bbox.left || left > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(label, left - 4 * devicePixelRatio, bbox.top + 12 * devicePixelRatio);
  }
  ctx.restore();
}

function edge({ x }: Chart, index: number): string {
  const at = x[index];
  return at === undefined ? '' : duration(at);
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
