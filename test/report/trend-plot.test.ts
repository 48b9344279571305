import { describe, expect, it } from 'vitest';
import { trendPlot } from '../../report/render/trend-plot.ts';

const plot = (values: readonly number[], most?: number) =>
  trendPlot({
    says: 'a trend',
    points: values.map((value) => ({ label: '', value, isNew: false })),
    most,
    written: String,
  });
const ticks = (html: string) => [...html.matchAll(/text-anchor="end">([\d.]+)</g)].map(([, text]) => Number(text));
const heights = (html: string) => [...html.matchAll(/cy="([\d.]+)"/g)].map(([, text]) => Number(text));

describe('the axis of a trend', () => {
  it('has no value above the greatest that there can be, and none below 0', () => {
    const shares = plot([100, 100, 99], 100);
    expect(Math.max(...ticks(shares))).toBe(100);
    expect(Math.min(...heights(shares))).toBe(8);
    expect(Math.min(...ticks(plot([0, 0, 5])))).toBe(0);
    expect(plot([0, 0], 100)).toContain('cy=');
  });

  it('does not make a trend of what differs by less than the noise of a figure', () => {
    const [first = 0, second = 0] = heights(plot([18.9, 19]));
    expect(Math.abs(first - second)).toBeLessThan(8);
    const [low = 0, high = 0] = heights(plot([10, 20]));
    expect(low - high).toBeGreaterThan(100);
  });
});
