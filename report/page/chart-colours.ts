import type uPlot from 'uplot';
import type { Chart } from './chart.ts';

export const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const LABEL_GAP = 5;
const LABEL_DOWN = 11;

/** A colour of the page as it is just now, in light, dark or on paper. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Dotted lines where a phase of the plan ends, its name before it. */
export function drawMarks(plot: uPlot, { marks }: Chart): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = colour('ink-soft');
  ctx.fillStyle = colour('ink-soft');
  ctx.font = FONT.replace('12px', `${11 * ratio}px`);
  ctx.textAlign = 'right';
  ctx.setLineDash([2 * ratio, 3 * ratio]);
  for (const { at, label } of marks) {
    const left = plot.valToPos(at, 'x', true);
    if (left < bbox.left || left > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(left, bbox.top - 10 * ratio);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(label, left - LABEL_GAP * ratio, bbox.top - (10 - LABEL_DOWN / 2 - 4) * ratio);
  }
  ctx.restore();
}
