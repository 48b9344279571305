import type { Part } from '../model/told.ts';
import type { Chart } from '../page/chart.ts';
import { placeText, valueText } from '../page/chart-text.ts';

/** A page has no more rows of a chart: each line then stands for several. JSON has all. */
const MOST_ROWS = 40;

/** The numbers of a chart as a table. */
export function chartTable(chart: Chart): Pick<Part, 'head' | 'rows' | 'note'> {
  const { x, lines, kind } = chart;
  const step = Math.ceil(x.length / MOST_ROWS);
  const places = [...x.keys()].filter((place) => (x.length - 1 - place) % step === 0);
  return {
    head: [kind === 'time' ? 'time (UTC)' : 'from', ...lines.map(({ label }) => label)],
    rows: places.map((place) => [
      placeText(chart, x[place] ?? 0),
      ...lines.map(({ values }) => valueText(chart, values[place])),
    ]),
    ...(step > 1 ? { note: `One value of ${step}; the report's JSON has all.` } : {}),
  };
}
