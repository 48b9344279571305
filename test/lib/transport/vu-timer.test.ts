import { afterEach, describe, expect, it } from 'vitest';
import { type Alarm, alarmFor } from '../../../lib/transport/vu-timer.ts';
import { forget, iterate } from '../../k6/vu.ts';

afterEach(forget);

const complete = { kind: 'complete' };

/** Sessions that are woken in this order; each then does what it is given, until nothing is set any more. */
async function woken(play: (session: (name: string, then?: (alarm: Alarm) => void) => Alarm) => void) {
  const seen: { name: string; atMs: number; lateMs: number }[] = [];
  const outcome = await iterate(() => {
    play((name, then = (alarm) => alarm.stop()) => {
      const alarm = alarmFor((lateMs) => {
        seen.push({ name, atMs: Date.now(), lateMs });
        then(alarm);
      });
      return alarm;
    });
  });
  return { outcome, seen, names: seen.map(({ name }) => name) };
}

describe('the alarm of a VU', () => {
  it('wakes each session at its own time, whatever the order in which they asked, and says how late it is', async () => {
    const nowMs = Date.now();
    const due: Record<string, number> = { a: nowMs + 60, b: nowMs + 20, c: nowMs + 40, d: nowMs - 5 };
    const { outcome, seen, names } = await woken((session) => {
      for (const [name, atMs] of Object.entries(due)) session(name).set(atMs);
    });
    expect(outcome).toEqual(complete);
    expect(names).toEqual(['d', 'b', 'c', 'a']);
    for (const { name, atMs, lateMs } of seen) {
      expect(lateMs).toBeGreaterThanOrEqual(0);
      expect(atMs - lateMs).toBeGreaterThanOrEqual((due[name] ?? 0) - 1);
    }
  });

  it('goes by the time that a session asked for last, and not at all after infinity', async () => {
    const nowMs = Date.now();
    const { outcome, names } = await woken((session) => {
      const never = session('never');
      never.set(nowMs + 20);
      never.set(Number.POSITIVE_INFINITY);
      const later = session('later', (alarm) => {
        alarm.stop();
        never.stop();
      });
      later.set(nowMs + 10);
      later.set(nowMs + 50);
      const sooner = session('sooner');
      sooner.set(nowMs + 5_000);
      sooner.set(nowMs + 30);
    });
    expect(outcome).toEqual(complete);
    expect(names).toEqual(['sooner', 'later']);
  });

  it('wakes a session again and again, until it stops', async () => {
    let left = 3;
    const { outcome, names } = await woken((session) => {
      session('one', (alarm) => {
        left -= 1;
        if (left === 0) alarm.stop();
        else alarm.set(Date.now());
      }).set(0);
    });
    expect(outcome).toEqual(complete);
    expect(names).toEqual(['one', 'one', 'one']);
  });

  it('an alarm that has stopped is deaf, and its place may be another’s', async () => {
    const { outcome, names } = await woken((session) => {
      const gone = session('gone');
      gone.set(Date.now() + 10);
      gone.stop();
      session('heir').set(Date.now() + 20);
      gone.set(Date.now() + 5);
      gone.stop();
    });
    expect(outcome).toEqual(complete);
    expect(names).toEqual(['heir']);
  });

  it('keeps no iteration from ending once all have stopped', async () => {
    const { outcome, names } = await woken((session) => {
      for (const name of ['a', 'b']) {
        const alarm = session(name);
        alarm.set(Date.now() + 60_000);
        alarm.stop();
      }
    });
    expect(outcome).toEqual(complete);
    expect(names).toEqual([]);
  });
});
