import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineFolder } from '../../report/fold/line-folder.ts';
import { TimestampReader } from '../../report/fold/timestamp-reader.ts';
import { fuzzRuns } from './fuzz-runs.ts';
import { declare, sample } from './lines.ts';

function folderOf(...lines: readonly string[]): LineFolder {
  const folder = new LineFolder();
  for (const line of lines) {
    const latin1 = Buffer.from(line).toString('latin1');
    folder.take(latin1, 0, latin1.length);
  }
  return folder;
}
const metric = (folder: LineFolder, name: string) => folder.folded.metrics.get(name);

describe('a line of samples', () => {
  it('counts for its metric and its tags', () => {
    const folder = folderOf(
      declare('hits', 'counter'),
      sample('hits', 0, 2, { phase: 'ramp' }),
      sample('hits', 1, 3, { phase: 'hold' }),
      sample('hits', 2, 4, { phase: 'ramp' }),
    );
    expect(metric(folder, 'hits')?.select().sum).toBe(9);
    expect(metric(folder, 'hits')?.select({ phase: 'ramp' }).sum).toBe(6);
    expect(metric(folder, 'hits')?.select({ phase: 'teardown' }).count).toBe(0);
  });

  it('may have its tags in another order', () => {
    const line = (tags: string) =>
      `{"metric":"m","type":"Point","data":{"time":"2026-11-24T12:00:00Z","value":1,"tags":${tags}}}`;
    const folder = folderOf(line('{"a":"1","b":"2"}'), line('{"b":"2","a":"1"}'));
    expect(metric(folder, 'm')?.select({ a: '1', b: '2' }).sum).toBe(2);
  });

  it('may carry metadata, and tags beyond ASCII', () => {
    const line = `{"metric":"m","type":"Point","data":{"time":"2026-11-24T13:00:00.5+01:00","value":1.5e0,"tags":{"a":"für"},"metadata":{"vu":"7"}}}`;
    const folder = folderOf(line, line);
    expect(metric(folder, 'm')?.select({ a: 'für' })).toMatchObject({
      sum: 3,
      latestMs: Date.parse('2026-11-24T12:00:00.5Z'),
    });
  });

  it.each([
    ['cut', '{"metric":"m","type":"Point","data":{"time":"2026-11-24T12:00:00Z","value":1'],
    ['text', 'level=info msg="hello"'],
    ['JSON of another kind', '{"level":"info"}'],
    ['a sample without a time', '{"metric":"m","type":"Point","data":{"time":"soon","value":1,"tags":{}}}'],
  ])('is skipped and counted when it is %s', (_, line) => {
    const folder = folderOf(sample('m', 0, 1), line);
    expect([folder.lines, folder.skipped, folder.folded.count]).toEqual([2, 1, 1]);
  });

  it('is skipped when it is cut but begins as one that was seen', () => {
    const whole = sample('m', 0, 1);
    const folder = folderOf(whole, whole.slice(0, -1), whole.slice(0, -10), whole);
    expect([folder.skipped, metric(folder, 'm')?.select().sum]).toEqual([2, 2]);
  });

  it('keeps a bounded number of sets of tags apart, and counts the rest for the metric', () => {
    const many = Array.from({ length: 3_000 }, (_, index) => sample('m', index, 1, { url: `/${index}` }));
    const folder = folderOf(declare('m', 'counter'), ...many);
    expect(metric(folder, 'm')?.valuesOf('url')).toHaveLength(2_400);
    expect(metric(folder, 'm')).toMatchObject({ isOverfull: true });
    expect(metric(folder, 'm')?.select().sum).toBe(3_000);
  });
});

describe('the reader of timestamps', () => {
  it('reads times as Date does, to the millisecond', () => {
    const reader = new TimestampReader();
    const fraction = fc.stringMatching(/^(\.\d{1,9})?$/);
    const zone = fc.constantFrom('Z', '+01:00', '-05:30');
    const second = fc.integer({ min: 1_700_000_000, max: 1_700_000_009 });
    fc.assert(
      fc.property(second, fraction, zone, (at, part, offset) => {
        const text = `${new Date(at * 1_000).toISOString().slice(0, 19)}${part}${offset}`;
        expect(reader.read(`x${text}"`, 1, 1 + text.length)).toBe(Date.parse(text));
      }),
      fuzzRuns(100),
    );
  });

  it('gives NaN for a text that is no time', () => {
    expect(new TimestampReader().read('yesterday', 0, 9)).toBeNaN();
  });
});
