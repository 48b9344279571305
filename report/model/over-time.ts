import type { CloseReason } from '../../lib/measures/table/tag-values.ts';
import { plannedSessions, scheduleOf } from '../../lib/plan/schedule.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { UPGRADE_CAUSES } from '../../lib/transport/upgrade-cause.ts';
import type { FoldedSamples } from '../fold/folded-samples.ts';
import { closedIn, openAtEnds } from '../fold/session-levels.ts';
import type { Timeline } from '../fold/timeline.ts';
import type { RunModel } from './run-model.ts';

/** Reasons of sessions that closed though they were in use. */
const CUT: readonly CloseReason[] = ['dropped', 'evicted', 'expired'];

/** What happened over time: lines of one value for each of `seconds`. */
export interface RunOverTime {
  /** Ends of the buckets, from the start of the run. */
  readonly seconds: readonly number[];
  readonly widthMs: number;
  /** Sessions that the plan wants open; undefined without a plan. */
  readonly planned: readonly number[] | undefined;
  readonly held: readonly number[];
  /** Conversations that an agent has: accepted, and not yet wrapped up. */
  readonly served: readonly number[];
  /** Sessions in a bucket that the other side closed while they were in use. */
  readonly cut: readonly number[];
  readonly agents: readonly number[];
  /** Conversations that wait for an agent, as the monitor read it, or else begun and not yet accepted. */
  readonly waiting: readonly (number | null)[];
  readonly waitingIs: 'read' | 'counted';
  /** Upgrades in a bucket by what came of them: `opened`, `http-503` … Only those that occurred; of a storm from the drop on. */
  readonly outcomes: Readonly<Record<string, readonly number[]>>;
  /** When the phases of the plan end; in a reconnect storm when everyone is dropped, and its end. */
  readonly phases: readonly { readonly name: string; readonly endsAtSecond: number }[];
}

export function overTime(samples: FoldedSamples, plan: Plan | undefined, model: RunModel): RunOverTime {
  const { timeline } = samples;
  const { first, last } = timeline.range;
  const { widthMs } = timeline;
  const seconds = rangeOf(first, last).map((bucket) => ((bucket + 1) * widthMs - samples.firstMs) / 1_000);
  const startsMs = Number.isFinite(samples.setupEndsMs) ? samples.setupEndsMs : samples.firstMs;
  const startsAtSecond = (startsMs - samples.firstMs) / 1_000;
  const line = (name: string) => cellsOf(timeline, name).map((cell) => cell ?? 0);
  const elapsedMs = seconds.map((second) => (second - startsAtSecond) * 1_000);
  return {
    seconds,
    widthMs,
    planned: plan && model.holdsSessions ? plannedAt(plan, elapsedMs) : undefined,
    held: openAtEnds(timeline),
    served: difference(running(line('conversations{accepted}')), running(line('conversations{wrapped-up}'))),
    cut: sumOf(CUT.map((reason) => closedIn(timeline, reason))),
    agents: difference(running(line('agents connected')), running(line('agents disconnected'))),
    ...waitingIn(timeline, line),
    outcomes: outcomesOf(model, line),
    phases: (plan ? model.moments(plan) : []).map(({ name, atMs }) => ({
      name,
      endsAtSecond: startsAtSecond + atMs / 1_000,
    })),
  };
}

/** Conversations that wait for an agent: as the monitor read them, or else begun and not yet accepted. */
function waitingIn(timeline: Timeline, line: (name: string) => number[]): Pick<RunOverTime, 'waiting' | 'waitingIs'> {
  const read = 'level{waiting}';
  if (timeline.tracks.has(read)) return { waiting: lasting(cellsOf(timeline, read)), waitingIs: 'read' };
  // A conversation that is handed on waits for an agent again.
  const handedOn = running(line('transfers{made}'));
  const begun = running(line('conversations{begun}')).map((count, at) => count + (handedOn[at] ?? 0));
  const accepted = running(line('conversations{accepted}'));
  return { waiting: begun.map((count, at) => Math.max(0, count - (accepted[at] ?? 0))), waitingIs: 'counted' };
}

function outcomesOf({ outcomeTrack }: RunModel, line: (name: string) => number[]): Record<string, number[]> {
  const all = [
    ['opened', line(outcomeTrack('none'))] as const,
    ...UPGRADE_CAUSES.map((cause) => [cause, line(outcomeTrack(cause))] as const),
  ];
  return Object.fromEntries(all.filter(([, values]) => values.some((value) => value > 0)));
}

function plannedAt(plan: Plan, elapsedMs: readonly number[]): number[] {
  const schedule = scheduleOf(plan);
  return elapsedMs.map((ms) => (ms < 0 ? 0 : plannedSessions(plan, schedule, ms)));
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

function sumOf(lines: readonly (readonly number[])[]): number[] {
  return (lines[0] ?? []).map((_, at) => lines.reduce((sum, values) => sum + (values[at] ?? 0), 0));
}

function running(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
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
