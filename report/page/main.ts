import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './page.css';
import type { Charts } from './chart.ts';
import { draw } from './draw-chart.ts';

/** Draws the charts of the report, again whenever light, width or paper change. */
const PAPER_WIDTH = 660;
const charts = JSON.parse(document.getElementById('charts')?.textContent ?? '{}') as Charts;
const drawn = new Map<string, uPlot>();

function drawAll(width?: number): void {
  for (const [id, chart] of Object.entries(charts)) {
    const element = document.getElementById(id);
    if (element === null) continue;
    drawn.get(id)?.destroy();
    drawn.set(id, draw(chart, element, width ?? element.clientWidth));
  }
}

function fit(): void {
  for (const [id, plot] of drawn) {
    const width = document.getElementById(id)?.clientWidth ?? plot.width;
    if (width !== plot.width) plot.setSize({ width, height: plot.height });
  }
}

drawAll();
addEventListener('resize', fit);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawAll());
addEventListener('beforeprint', () => {
  document.documentElement.dataset.paper = '';
  drawAll(PAPER_WIDTH);
});
addEventListener('afterprint', () => {
  delete document.documentElement.dataset.paper;
  drawAll();
});
