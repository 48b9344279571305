import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SummaryMetrics } from '../../../../lib/measures/readings.ts';
import type { Reconnect } from '../../../../lib/plan/schema.ts';
import { readStorms, type StormReading } from '../../../../lib/verdict/storm/reading.ts';
import { stormText } from '../../../../lib/verdict/storm/text.ts';
import { aPlan } from '../../plan/a-plan.ts';
import { withSplits } from '../with-splits.ts';

const retry = { firstMs: 2_000, factor: 2, capMs: 30_000, jitter: 0.2, attempts: 6, honourRetryAfter: true };
const WATCH_MS = 60_000;

interface Storm {
  readonly dropped: number;
  /** ms, of those that came back. */
  readonly back: readonly number[];
  readonly refused?: number;
  readonly bySecond?: Readonly<Record<number, number>>;
}

/** As k6 does: linear between the two nearest. */
function percentile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const [low = 0, high = 0] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

/** handleSummary's metrics after a storm. */
function metricsOf(reconnect: string, { dropped, back, refused = 0, bySecond = {} }: Storm) {
  const counter = (count: number) => ({ values: { count } });
  const out = new Array<number>(dropped - back.length).fill(WATCH_MS);
  const recovery = [...back, ...out].sort((a, b) => a - b);
  const of = (name: string, tags: string) => `${name}{reconnect:${reconnect},${tags}}`;
  return {
    [of('storm_sessions', 'state:opened')]: counter(dropped),
    [of('storm_sessions', 'state:dropped')]: counter(dropped),
    [of('storm_sessions', 'state:back')]: counter(back.length),
    [of('storm_sessions', 'state:given-up')]: counter(out.length),
    [of('storm_attempts', 'cause:none')]: counter(back.length),
    [of('storm_attempts', 'cause:http-503')]: counter(refused),
    ...Object.fromEntries(
      Object.entries(bySecond).map(([second, n]) => [of('storm_attempts', `second:${second}`), counter(n)]),
    ),
    [`storm_recovery{reconnect:${reconnect}}`]: {
      values: { med: percentile(recovery, 0.5), 'p(95)': percentile(recovery, 0.95), max: recovery.at(-1) ?? 0 },
    },
  };
}

/** One storm, read from metrics of which k6 made all splits. */
function readStorm(metrics: SummaryMetrics, reconnect: Reconnect): StormReading {
  const read = readStorms(withSplits(metrics, 'reconnect-storm', aPlan()), [reconnect]);
  const [storm] = read.known ? read.value.storms : [];
  if (storm === undefined) throw new Error('unknown');
  return storm;
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => (i + 1) * 1_000);

describe('the reading of a storm', () => {
  it('says when a half, 95 % and all were back, how many tries there were and the busiest second', () => {
    const metrics = metricsOf('sdk', { dropped: 41, back: upTo(41), refused: 30, bySecond: { 5: 41, 10: 30 } });
    expect(readStorm(metrics, 'sdk')).toMatchObject({
      backAfterMs: { half: 21_000, most: 39_000, all: 41_000 },
      attempts: 71,
      causes: { 'http-503': 30 },
      busiestSecond: 41,
    });
  });

  it('gives no time that the sessions out make untrue', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(60), (dropped, missing) => {
        const back = Math.max(0, dropped - missing);
        const { backAfterMs } = readStorm(metricsOf('sdk', { dropped, back: upTo(back) }), 'sdk');
        expect(backAfterMs.half === undefined).toBe(back < dropped / 2);
        expect(backAfterMs.most === undefined).toBe(back < dropped * 0.95);
        expect(backAfterMs.all === undefined).toBe(back < dropped);
      }),
    );
  });

  it('the reading of a storm that did not take place has no times', () => {
    expect(readStorm({}, 'sdk')).toMatchObject({ dropped: 0, attempts: 0, backAfterMs: { half: undefined } });
  });
});

describe('the summary of the storms', () => {
  const sdk = metricsOf('sdk', { dropped: 40, back: upTo(30), refused: 60, bySecond: { 5: 40 } });
  const backoff = metricsOf('backoff', { dropped: 40, back: upTo(40), refused: 10, bySecond: { 1: 12 } });
  const storms = [readStorm(sdk, 'sdk'), readStorm(backoff, 'backoff')];

  it('puts them side by side', () => {
    const text = stormText(storms, retry, WATCH_MS);
    expect(text).toMatch(/95 % back after +more than 60 s +38\.\d s/);
    expect(text).toMatch(/not back +10, 10 gave up +0/);
    expect(text).toMatch(/did not open +60 http-503 \(67 %\) +10 http-503 \(20 %\)/);
    expect(text).toMatch(/busiest second +40 tries +12 tries/);
  });

  it('says the difference in a sentence, whichever came first', () => {
    const difference =
      /95 % were back after 38\.\d s instead of more than 60 s,\s+10 upgrades did not open instead of 60, and the busiest second had 12 tries instead of 40/;
    expect(stormText(storms, retry, WATCH_MS)).toMatch(difference);
    expect(stormText([...storms].reverse(), retry, WATCH_MS)).toMatch(difference);
  });

  it('says so when no session opened, and compares with no storm that did not take place', () => {
    const none = ['sdk', 'backoff'].map((kind) => readStorm({}, kind as 'sdk' | 'backoff'));
    expect(stormText(none, retry, WATCH_MS)).toBe('  no session opened: there was no storm\n');
    const half = stormText([readStorm(sdk, 'sdk'), readStorm({}, 'backoff')], retry, WATCH_MS);
    expect(half).toMatch(/95 % back after +more than 60 s +-\n/);
    expect(half).not.toContain('instead');
  });

  it('the summary of one storm has no difference to say', () => {
    expect(stormText(storms.slice(1), retry, WATCH_MS)).not.toContain('instead');
  });
});
