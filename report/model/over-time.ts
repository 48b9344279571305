import { plannedSessions, scheduleOf } from '../../lib/plan/schedule.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { stormsOf } from '../../lib/plan/storm-timetable.ts';
import { UPGRADE_CAUSES } from '../../lib/transport/upgrade-cause.ts';
import type { Fold } from '../fold/fold.ts';
import type { Timeline } from '../fold/timeline.ts';

/** What happened over time: lines of one value for each of `seconds`. */
export interface Over {
  /** Ends of the buckets, from the start of the run. */
  readonly seconds: readonly number[];
  readonly widthMs: number;
  /** Sessions that the plan wants open; undefined without a plan. */
  readonly planned: readonly number[] | undefined;
  readonly held: readonly number[];
  readonly agents: readonly number[];
  /** Conversations that wait for an agent, as the monitor read it, or else begun and not yet accepted. */
  readonly waiting: readonly (number | null)[];
  readonly waitingIs: 'read' | 'counted';
  /** Upgrades in a bucket by what came of them: `opened`, `http-503` … Only those that occurred; of a storm from the drop on. */
  readonly outcomes: Readonly<Record<string, readonly number[]>>;
  /** When the phases of the plan end; in a reconnect storm when everyone is dropped, and its end. */
  readonly phases: readonly { readonly name: string; readonly endsAtSecond: number }[];
}

export function overTime(fold: Fold, plan: Plan | undefined, isOfStorms: boolean): Over {
  const { timeline } = fold;
  const { first, last } = timeline.range;
  const { widthMs } = timeline;
  const seconds = rangeOf(first, last).map((bucket) => ((bucket + 1) * widthMs - fold.firstMs) / 1_000);
  const startsMs = Number.isFinite(fold.setupEndsMs) ? fold.setupEndsMs : fold.firstMs;
  const startsAtSecond = (startsMs - fold.firstMs) / 1_000;
  const line = (name: string) => cellsOf(timeline, name).map((cell) => cell ?? 0);
  const begun = running(line('conversations{begun}'));
  const accepted = running(line('conversations{accepted}'));
  const isRead = timeline.tracks.has('tenant_level{waiting}');
  const waiting = isRead
    ? lasting(cellsOf(timeline, 'tenant_level{waiting}'))
    : begun.map((count, at) => Math.max(0, count - (accepted[at] ?? 0)));
  return {
    seconds,
    widthMs,
    planned:
      plan && !isOfStorms
        ? plannedAt(
            plan,
            seconds.map((second) => (second - startsAtSecond) * 1_000),
          )
        : undefined,
    held: difference(running(line('guest_sessions_opened')), running(line('guest_sessions_closed'))),
    agents: difference(running(line('agents_connected')), running(line('agents_disconnected'))),
    waiting,
    waitingIs: isRead ? 'read' : 'counted',
    outcomes: outcomesOf(line),
    phases: plan ? (isOfStorms ? dropsOf : phasesOf)(plan, startsAtSecond) : [],
  };
}

function outcomesOf(line: (name: string) => number[]): Record<string, number[]> {
  // A storm counts its tries in a metric of its own, and no run has both.
  const both = (one: string, storm: string) => sums(line(one), line(`storm_attempts{${storm}}`));
  const all = [
    ['opened', both('upgrades_admitted', 'none')] as const,
    ...UPGRADE_CAUSES.map((cause) => [cause, both(`ws_upgrade_failed{${cause}}`, cause)] as const),
  ];
  return Object.fromEntries(all.filter(([, values]) => values.some((value) => value > 0)));
}

function plannedAt(plan: Plan, elapsedMs: readonly number[]): number[] {
  const schedule = scheduleOf(plan);
  return elapsedMs.map((ms) => (ms < 0 ? 0 : plannedSessions(plan, schedule, ms)));
}

function phasesOf(plan: Plan, startsAtSecond: number): Over['phases'] {
  const { rampMs, holdEndsMs, teardownEndsMs } = scheduleOf(plan);
  const ends = { ramp: rampMs, hold: holdEndsMs, teardown: teardownEndsMs };
  return Object.entries(ends).map(([name, ms]) => ({ name, endsAtSecond: startsAtSecond + ms / 1_000 }));
}

function dropsOf(plan: Plan, startsAtSecond: number): Over['phases'] {
  const storms = stormsOf(plan);
  const at = (name: string, ms: number) => ({ name, endsAtSecond: startsAtSecond + ms / 1_000 });
  return [
    ...storms.map(({ reconnect, dropsMs }) => at(`drop (${reconnect})`, dropsMs)),
    at('end', Math.max(...storms.map(({ goneMs }) => goneMs))),
  ];
}

function rangeOf(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

function cellsOf(timeline: Timeline, name: string): (number | undefined)[] {
  const cells = timeline.tracks.get(name)?.cells;
  return rangeOf(timeline.range.first, timeline.range.last).map((bucket) => {
    const cell = cells?.get(bucket);
    return typeof cell === 'number' ? cell : undefined;
  });
}

function running(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}

function sums(one: readonly number[], other: readonly number[]): number[] {
  return one.map((value, at) => value + (other[at] ?? 0));
}

function difference(one: readonly number[], other: readonly number[]): number[] {
  return one.map((value, at) => value - (other[at] ?? 0));
}

/** A gauge stands until it is read again. */
function lasting(values: readonly (number | undefined)[]): (number | null)[] {
  let latest: number | null = null;
  return values.map((value) => {
    latest = value ?? latest;
    return latest;
  });
}
