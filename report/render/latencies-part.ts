import type { Latency } from '../model/latencies.ts';
import type { Part } from '../model/told.ts';
import type { Chart } from '../page/chart.ts';
import { duration } from '../page/number-format.ts';
import { chartFigure } from './chart-figure.ts';
import { chartTable } from './chart-table.ts';
import { escaped } from './escape.ts';
import { distributionChart, percentilesChart } from './run-charts.ts';
import { partTable } from './told-section.ts';

/**
 * Waits and acknowledgements: percentiles of the whole run as a table, over time and as distributions as charts.
 *
 * @param id the beginning of the ids of its charts, which go into `charts`
 */
export function latenciesPart(
  latencies: readonly Latency[],
  startedMs: number,
  id: string,
  charts: Record<string, Chart>,
): Part[] {
  if (latencies.length === 0) return [];
  const drawn = latencies.filter(({ seconds }) => seconds.length > 0);
  const pictures = drawn.map((latency, row) => {
    const [time, bars] = [percentilesChart(latency, startedMs), distributionChart(latency)];
    charts[`${id}-p${row}`] = time;
    charts[`${id}-d${row}`] = bars;
    const { title } = latency;
    const numbers = partTable({ title: `${title}: percentiles over time`, ...chartTable(time) });
    return `<div class="latency"><h3>${escaped(title)}</h3>${chartFigure(`${id}-p${row}`, `${title}: percentiles over time`, time)}${chartFigure(`${id}-d${row}`, `${title}: how many samples took how long`, bars)}<details><summary>The numbers: ${escaped(title)}</summary>${numbers}</details></div>`;
  });
  // A result without samples does not say of how many its percentiles are.
  const isCounted = latencies.some(({ count }) => count !== undefined);
  return [
    {
      title: 'Waits and acknowledgements',
      note: noteOn(latencies),
      head: ['what', ...(isCounted ? ['samples'] : []), 'median', 'p95', 'p99', 'greatest'],
      rows: latencies.map(({ title, count, isExact, whole: { p50, p95, p99, max } }) => [
        isExact || latencies.every((one) => !one.isExact) ? title : `${title} (from samples)`,
        ...(isCounted ? [count ?? '–'] : []),
        duration(p50),
        duration(p95),
        p99 === undefined ? '–' : duration(p99),
        duration(max),
      ]),
      picture: pictures.join(''),
    },
  ];
}

function noteOn(latencies: readonly Latency[]): string {
  const own = "Percentiles of the whole run are those of the run's own summary, from all values";
  const over = 'over time they are within 2 %';
  if (latencies.every(({ seconds }) => seconds.length === 0) && latencies.every(({ isExact }) => isExact))
    return `${own}.`;
  if (latencies.every(({ isExact }) => isExact)) return `${own}; ${over}.`;
  if (latencies.some(({ isExact }) => isExact)) return `${own}, where it has them; from samples and ${over}.`;
  return 'Percentiles are made from samples, within 2 %. With the result of the run (-e RESULT=…) beside them they are exact.';
}
