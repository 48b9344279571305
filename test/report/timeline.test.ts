import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timeline } from '../../report/fold/timeline.ts';
import { fuzzRuns } from './fuzz-runs.ts';

const HOUR = 3_600_000;
const times = fc.array(fc.integer({ min: 0, max: 6 * HOUR }), { minLength: 1, maxLength: 60 });

function timelineOf(moments: readonly number[]): Timeline {
  const timeline = new Timeline();
  for (const at of moments) {
    timeline.add(timeline.track('count', 'sum'), at, 1);
    timeline.add(timeline.track('gauge', 'greatest'), at, at % 100);
    timeline.add(timeline.track('late', 'distribution'), at, (at % 50) + 1);
  }
  return timeline;
}
const shown = ({ widthMs, range, tracks }: Timeline) => ({
  widthMs,
  range,
  tracks: [...tracks].map(([name, { cells }]) => [
    name,
    [...cells]
      .sort(([a], [b]) => a - b)
      .map(([bucket, cell]) => [bucket, typeof cell === 'number' ? cell : [...cell.bins()]]),
  ]),
});

describe('a timeline', () => {
  it('has buckets of a quarter of a second for a short run', () => {
    expect(timelineOf([0, 249, 250]).tracks.get('count')?.cells).toEqual(
      new Map([
        [0, 2],
        [1, 1],
      ]),
    );
  });

  it('doubles the width of its buckets until a long run fits', () => {
    const { widthMs, range, tracks } = timelineOf([0, 4 * HOUR]);
    expect(widthMs).toBe(32_000);
    expect(range.last - range.first).toBe((4 * HOUR) / 32_000);
    expect([...(tracks.get('count')?.cells.values() ?? [])]).toEqual([1, 1]);
  });

  it('is the same in whatever order, and put together from parts', () => {
    fc.assert(
      fc.property(times, times, (one, other) => {
        const whole = shown(timelineOf([...one, ...other]));
        expect(shown(timelineOf([...other, ...one].reverse()))).toEqual(whole);
        const merged = timelineOf(one);
        merged.merge(timelineOf(other));
        expect(shown(merged)).toEqual(whole);
      }),
      fuzzRuns(100),
    );
  });
});
