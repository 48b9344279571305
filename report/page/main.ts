import './page.css';
import type { Chart, Charts } from './chart.ts';
import { placeText, valueText } from './chart-text.ts';

/**
 * The charts of a report are drawn without this. It reads values out of them: under each stands a slider, which mouse, touch
 * and arrow keys move, and beside it what the chart has there. Collapsed sections are opened for print.
 */
let isFirst = true;
const charts = JSON.parse(document.getElementById('charts')?.textContent ?? '{}') as Charts;

for (const [id, chart] of Object.entries(charts)) {
  const figure = document.getElementById(id);
  if (figure !== null && chart.x.length > 1) readOut(figure, chart);
}

function readOut(figure: HTMLElement, chart: Chart): void {
  const plot = figure.querySelector<SVGSVGElement>('svg.plot');
  if (plot === null) return;
  const cursor = document.createElementNS('http://www.w3.org/2000/svg', 'line');
  cursor.setAttribute('class', 'cursor');
  cursor.setAttribute('y1', '0');
  cursor.setAttribute('y2', '100%');
  const said = document.createElement('output');
  const slider = document.createElement('input');
  slider.type = 'range';
  slider.max = `${chart.x.length - 1}`;
  slider.value = slider.max;
  slider.setAttribute('aria-label', `Read values: ${figure.getAttribute('aria-label') ?? ''}`.slice(0, 120));
  // It is said once: all charts are alike.
  said.textContent = isFirst ? 'Move over a chart, or use its slider and arrow keys, to read values.' : '';
  isFirst = false;
  const show = (place: number) => {
    const at = chart.x[place];
    if (at === undefined) return;
    const values = chart.lines.map((line) => `${line.label} ${valueText(chart, line.values[place])}`);
    said.textContent = `${placeText(chart, at)} · ${values.join(' · ')}`;
    slider.setAttribute('aria-valuetext', said.textContent);
    const share = `${100 * shareOf(chart, place)}%`;
    cursor.setAttribute('x1', share);
    cursor.setAttribute('x2', share);
    plot.append(cursor);
  };
  slider.addEventListener('input', () => show(Number(slider.value)));
  plot.addEventListener('pointermove', ({ clientX }) => {
    const { left, width } = plot.getBoundingClientRect();
    const place = nearest(chart, (clientX - left) / width);
    slider.value = `${place}`;
    show(place);
  });
  const row = document.createElement('div');
  row.className = 'readout';
  row.append(slider, said);
  figure.append(row);
}

/** Where a place lies on the axis, from 0 to 1: as the report draws it. */
function shareOf({ kind, x }: Chart, place: number): number {
  const width = (x[1] ?? 1) - (x[0] ?? 0);
  const at = x[place] ?? 0;
  const last = x.at(-1) ?? 1;
  return kind === 'time' ? at / last : (at + width / 2) / (last + width);
}

function nearest(chart: Chart, share: number): number {
  let best = 0;
  for (const place of chart.x.keys())
    if (Math.abs(shareOf(chart, place) - share) < Math.abs(shareOf(chart, best) - share)) best = place;
  return best;
}

let opened: HTMLDetailsElement[] = [];
addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
  for (const details of opened) details.open = true;
});
addEventListener('afterprint', () => {
  for (const details of opened) details.open = false;
});
