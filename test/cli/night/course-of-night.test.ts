import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CourseOfNight, type NightSteps } from '../../../cli/night/course-of-night.ts';
import type { GuardSeen } from '../../../cli/night/guard-limits.ts';
import type { NightClock } from '../../../cli/night/night-clock.ts';
import { readStatus, StatusFile } from '../../../cli/night/night-status.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-night-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MINUTE = 60_000;
const EVENING = Date.parse('2026-07-06T18:00:00Z');
const BEGINS = Date.parse('2026-07-06T22:00:00Z');
const ENDS = Date.parse('2026-07-07T04:00:00Z');
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A clock that is at a time as soon as somebody waits for it. */
class TestClock implements NightClock {
  nowMs = EVENING;
  readonly now = () => this.nowMs;
  async waitUntil(atMs: number, signal: AbortSignal): Promise<void> {
    await turn();
    if (!signal.aborted) this.nowMs = Math.max(this.nowMs, atMs);
  }
}

const guard = (value: number): GuardSeen => ({
  queue: 'q',
  name: 'Support',
  figure: 'waiting',
  limit: 20,
  value,
  beyond: value > 20,
});

interface Told {
  /** What the guards see at each look; the last one for ever. A text is why they see nothing. */
  readonly sees?: readonly (number | string)[];
  readonly preflight?: readonly number[];
  /** How long the run goes on by itself, and what it ends with. */
  readonly lasts?: number;
  readonly every?: number;
  readonly code?: number;
  readonly cleanup?: number;
  readonly runAnyway?: boolean;
  readonly stopAt?: string;
}

async function played(told: Told = {}) {
  const clock = new TestClock();
  const order: string[] = [];
  const stop = new AbortController();
  const did = (what: string) => {
    order.push(`${new Date(clock.nowMs).toISOString().slice(11, 16)} ${what}`);
    if (what === told.stopAt) stop.abort();
  };
  const sees = [...(told.sees ?? [0])];
  const checks = [...(told.preflight ?? [0])];
  const steps: NightSteps = {
    preflight: async () => {
      did('preflight');
      return (checks.length > 1 ? checks.shift() : checks[0]) ?? 0;
    },
    look: async () => {
      const seen = (sees.length > 1 ? sees.shift() : sees[0]) ?? 0;
      if (typeof seen === 'string') throw new Error(seen);
      return [guard(seen)];
    },
    run: async (signal) => {
      did('run');
      const untilMs = clock.nowMs + (told.lasts ?? 5 * MINUTE);
      while (clock.nowMs < untilMs && !signal.aborted) await turn();
      did(signal.aborted ? 'run interrupted' : 'run over');
      return signal.aborted ? 105 : (told.code ?? 0);
    },
    cleanup: async () => {
      did('cleanup');
      return told.cleanup ?? 0;
    },
    report: async () => {
      did('report');
      return 0;
    },
    verdict: () => undefined,
    notify: async () => did('notice'),
  };
  const window = { beginsMs: BEGINS, endsMs: ENDS, zone: 'Europe/Dublin' };
  const status = new StatusFile(folder, clock.now, {
    stage: 'preflight',
    plan: 'p',
    planFile: '/p.json',
    values: [],
    target: 'mypurecloud.ie',
    script: 'customers',
    zone: window.zone,
    begins: new Date(BEGINS).toISOString(),
    ends: new Date(ENDS).toISOString(),
    longestMs: 60 * MINUTE,
    run: 'r',
    folder,
    guards: [],
    says: [],
  });
  const rules = { window, longestMs: 60 * MINUTE, everyMs: told.every ?? MINUTE, runAnyway: told.runAnyway ?? false };
  const course = new CourseOfNight(steps, rules, clock, status, () => undefined);
  const code = await course.play(stop.signal);
  const { stage, says, exitCode } = readStatus(folder, folder);
  return { order, code, says, over: { stage, exitCode } };
}

describe('the course of a night', () => {
  it('looks in the evening, waits for the window, looks again, runs, cleans up, reports and tells', async () => {
    const { order, code, says, over } = await played();
    expect(order).toEqual([
      '18:00 preflight',
      '22:00 preflight',
      '22:00 run',
      '22:05 run over',
      '22:05 cleanup',
      '22:05 report',
      '22:05 notice',
    ]);
    expect([code, says, over]).toEqual([0, ['the gate holds'], { stage: 'over', exitCode: 0 }]);
  });

  it('ends at once where a check fails in the evening, so that somebody can mend it, and in the night too', async () => {
    const evening = await played({ preflight: [99] });
    expect(evening.order).toEqual(['18:00 preflight', '18:00 notice']);
    expect([evening.code, evening.says]).toEqual([99, ['not begun: a check of preflight fails']]);
    const night = await played({ preflight: [0, 99] });
    expect(night.order).toEqual(['18:00 preflight', '22:00 preflight', '22:00 notice']);
  });

  it('runs in spite of a check that fails where that is wanted, and never where the org cannot be read', async () => {
    expect((await played({ preflight: [99], runAnyway: true })).order).toContain('22:00 run');
    expect((await played({ preflight: [104], runAnyway: true })).code).toBe(104);
  });

  it('interrupts a run when a guard is beyond its limit, and cleans up and reports all the same', async () => {
    const { order, code, says } = await played({ sees: [0, 3, 3, 3, 21] });
    expect(order.slice(2)).toEqual([
      '22:00 run',
      '22:03 run interrupted',
      '22:03 cleanup',
      '22:03 report',
      '22:03 notice',
    ]);
    expect([code, says]).toEqual([105, ['the run was interrupted: queue Support: 21 waiting, at most 20']]);
  });

  it('does not begin where a guard is beyond its limit in the night; by day that is no hindrance', async () => {
    const { order, code, says } = await played({ sees: [99, 21] });
    expect(order).toEqual(['18:00 preflight', '22:00 preflight', '22:00 notice']);
    expect([code, says]).toEqual([99, ['queue Support: 21 waiting, at most 20']]);
    expect((await played({ sees: [99, 20] })).code).toBe(0);
  });

  it('interrupts a run whose guards have seen nothing for two minutes, and not after one look that failed', async () => {
    const blind = await played({ sees: [0, 0, 0, 'HTTP 403'] });
    expect(blind.says).toEqual(['the run was interrupted: the guards see nothing for 2m: HTTP 403']);
    expect((await played({ sees: [0, 0, 'HTTP 503', 0] })).code).toBe(0);
  });

  it('does not begin where the guards see nothing', async () => {
    expect(await played({ sees: ['HTTP 404'] })).toMatchObject({ code: 104, order: ['18:00 notice'] });
  });

  it('interrupts a run that is still under way when the night ends', async () => {
    const { order, says } = await played({ lasts: 10 * 60 * MINUTE, every: 90 * MINUTE });
    expect(order).toContain('04:00 run interrupted');
    expect(says).toEqual(['the run was interrupted: the night ended at 2026-07-07 05:00']);
  });

  it('is over without a run when it is interrupted while it waits', async () => {
    const { order, code } = await played({ stopAt: 'preflight' });
    expect([order, code]).toEqual([['18:00 preflight', '18:00 notice'], 105]);
  });

  it('has the exit code of the run, and 99 where the run was well and something is left open', async () => {
    expect((await played({ code: 99, cleanup: 0 })).code).toBe(99);
    const left = await played({ cleanup: 99 });
    expect([left.code, left.says]).toEqual([
      99,
      ['the gate holds', 'cleanup could not end all that the run left: headroom cleanup'],
    ]);
  });
});
