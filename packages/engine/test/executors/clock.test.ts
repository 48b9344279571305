import { performance } from 'node:perf_hooks';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { playBack, systemClock } from '../../src/executors/clock.ts';
import { VirtualClock } from './virtual-clock.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the clock of the system', () => {
  /** Time that passes by `passMs` alone, at most a thousand million ms at once. */
  function stopped() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let nowMs = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const passMs = (ms: number) => {
      for (let left = ms; left >= 0; left -= 1e9) {
        const step = Math.min(left, 1e9);
        nowMs += step;
        vi.advanceTimersByTime(step);
      }
    };
    return { passMs, now };
  }

  test('the time is monotonic', () => {
    vi.spyOn(performance, 'now').mockReturnValue(1234.5);
    expect(systemClock.now()).toBe(1234.5);
  });

  test('a callback comes at its time, once, and not before', () => {
    const { passMs } = stopped();
    const called = vi.fn();
    systemClock.at(systemClock.now() + 1000.5, called);
    passMs(1000);
    expect(called).not.toHaveBeenCalled();
    passMs(1);
    expect(called).toHaveBeenCalledTimes(1);
    passMs(5000);
    expect(called).toHaveBeenCalledTimes(1);
  });

  test('a callback that is overdue comes at once', () => {
    const { passMs } = stopped();
    const called = vi.fn();
    systemClock.at(systemClock.now() - 5000, called);
    passMs(0);
    expect(called).toHaveBeenCalledTimes(1);
  });

  test('a timer of Node that comes early is armed again', () => {
    const { passMs, now } = stopped();
    const called = vi.fn();
    systemClock.at(10, called);
    now.mockReturnValue(9.4);
    passMs(10);
    expect(called).not.toHaveBeenCalled();
    now.mockReturnValue(10);
    passMs(1);
    expect(called).toHaveBeenCalledTimes(1);
  });

  test('the clock waits longer than a timer of Node can', () => {
    const { passMs } = stopped();
    const called = vi.fn();
    systemClock.at(systemClock.now() + 5_000_000_000, called);
    passMs(4_999_999_999);
    expect(called).not.toHaveBeenCalled();
    passMs(1);
    expect(called).toHaveBeenCalledTimes(1);
  });

  test('a callback can be cancelled', () => {
    const { passMs } = stopped();
    const called = vi.fn();
    systemClock.at(systemClock.now() + 10, called)();
    passMs(100);
    expect(called).not.toHaveBeenCalled();
  });

  test('a turn lets the event loop turn once', async () => {
    const order: string[] = [];
    setImmediate(() => order.push('loop'));
    await systemClock.turn();
    expect(order).toEqual(['loop']);
  });
});

describe('a schedule being played', () => {
  const items = (...times: number[]) => times.map((atMs) => ({ atMs }))[Symbol.iterator]();

  test('an item that is due at the start is played at once, the rest at their times, and then the schedule is over', async () => {
    const clock = new VirtualClock();
    const played: [number, number][] = [];
    const { signal } = new AbortController();
    const over = playBack(clock, { startMs: 0, endMs: 20, signal }, items(0, 0, 5, 9), ({ atMs }) =>
      played.push([atMs, clock.now()]),
    );
    expect(played).toEqual([
      [0, 0],
      [0, 0],
    ]);
    await clock.playUntil(over);
    expect(played.slice(2)).toEqual([
      [5, 5],
      [9, 9],
    ]);
    expect(clock.now()).toBe(20);
  });

  test('a schedule that is cut is over at once and leaves no timer', async () => {
    const clock = new VirtualClock();
    const played: number[] = [];
    const cutting = new AbortController();
    const { signal } = cutting;
    const over = playBack(clock, { startMs: 0, endMs: 20, signal }, items(5), ({ atMs }) => played.push(atMs));
    cutting.abort();
    await over;
    expect([played, clock.now(), clock.pendingTimers]).toEqual([[], 0, 0]);
  });

  test.each([0, 5])('a schedule that is cut by what it plays at %i plays nothing more', async (cutAtMs) => {
    const clock = new VirtualClock();
    const played: number[] = [];
    const cutting = new AbortController();
    const { signal } = cutting;
    const over = playBack(clock, { startMs: 0, endMs: 20, signal }, items(0, 5, 5, 9), ({ atMs }) => {
      played.push(atMs);
      if (atMs === cutAtMs) cutting.abort();
    });
    await clock.playUntil(over);
    expect([played.at(-1), clock.now(), clock.pendingTimers]).toEqual([cutAtMs, cutAtMs, 0]);
    expect(played).toHaveLength(cutAtMs === 0 ? 1 : 2);
  });

  test('a schedule that was cut before it began plays nothing', async () => {
    const clock = new VirtualClock();
    const played: number[] = [];
    const signal = AbortSignal.abort();
    await playBack(clock, { startMs: 0, endMs: 20, signal }, items(0), ({ atMs }) => played.push(atMs));
    expect([played, clock.pendingTimers]).toEqual([[], 0]);
  });
});
