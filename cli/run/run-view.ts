import path from 'node:path';
import type { RunIo, RunState, RunView } from '@headroom/engine';
import { formatDuration } from '../../lib/plan/duration.ts';
import { plannedSessions, scheduleOf } from '../../lib/plan/schedule.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { stormsShortestMs } from '../../lib/plan/storm-timetable.ts';
import { packedLines } from '../io/packed-lines.ts';
import { OWN_SCRIPTS } from './heeded-names.ts';
import { planOfRun } from './plan-of-run.ts';

type Pushed = Parameters<RunView['push']>;

/** What a run of headroom's own scripts shows while it lasts: sessions, agents, messages, the gate so far and the time left. */
export class OrgRunView implements RunView {
  readonly #plan: Plan | undefined;
  readonly #isStorm: boolean;
  #startedMs: number | undefined;
  #opened = 0;
  #closed = 0;
  #accepted = 0;
  #wrappedUp = 0;
  #refused = 0;
  #agents = 0;
  #sent = 0;
  #notWell = 0;

  constructor(plan: Plan | undefined, isStorm: boolean) {
    this.#plan = plan;
    this.#isStorm = isStorm;
  }

  push(...[metric, value, tags, timeMs]: Pushed): void {
    if (this.#startedMs === undefined && tags.scenario !== undefined) this.#startedMs = timeMs;
    switch (metric.name) {
      case 'guest_sessions_opened':
        this.#opened += value;
        break;
      case 'guest_sessions_closed':
        this.#closed += value;
        break;
      case 'ws_upgrade_refused':
        this.#refused += value;
        break;
      case 'agents_connected':
        this.#agents += value;
        break;
      case 'agents_disconnected':
        this.#agents -= value;
        break;
      case 'conversations':
        if (tags.state === 'accepted') this.#accepted += value;
        if (tags.state === 'wrapped-up') this.#wrappedUp += value;
        break;
      case 'messages':
        if (tags.state === 'sent') this.#sent += value;
        else if (tags.state !== 'acked') this.#notWell += value;
        break;
    }
  }

  lines({ columns, failing }: RunState): readonly string[] {
    const sinceMs = this.#startedMs === undefined ? 0 : Date.now() - this.#startedMs;
    const wanted = this.#wanted(sinceMs);
    const left = this.#leftMs(sinceMs);
    const facts = [
      ...(wanted === undefined ? [] : [`${wanted} sessions wanted`]),
      ...(this.#isStorm ? [] : [`${this.#opened - this.#closed} held`]),
      ...(this.#accepted > 0 ? [`${this.#accepted - this.#wrappedUp} served`] : []),
      `${this.#refused} refused`,
      ...(this.#agents > 0 ? [`${this.#agents} agents`] : []),
      `${this.#sent} messages sent${this.#notWell > 0 ? `, ${this.#notWell} lost, altered or twice` : ''}`,
      failing.length === 0 ? 'gate holds so far' : `gate: ${failing.length} rules not met so far`,
      ...(left === undefined ? [] : [`about ${formatDuration(left)} left`]),
    ];
    return packedLines(facts, columns);
  }

  #wanted(sinceMs: number): number | undefined {
    if (this.#plan === undefined || this.#isStorm || this.#plan.customers.model === 'open') return undefined;
    return this.#startedMs === undefined ? 0 : plannedSessions(this.#plan, scheduleOf(this.#plan), sinceMs);
  }

  /** By the plan, in whole seconds: visits that are under way then may last longer. */
  #leftMs(sinceMs: number): number | undefined {
    if (this.#plan === undefined) return undefined;
    const lastsMs = this.#isStorm ? stormsShortestMs(this.#plan) : scheduleOf(this.#plan).teardownEndsMs;
    return Math.max(0, Math.round((lastsMs - sinceMs) / 1_000) * 1_000);
  }
}

/** The view of a run that these words ask for; undefined for a script that is not headroom's own, and for a search's. */
export function viewOfRun(words: readonly string[], io: RunIo): RunView | undefined {
  const script = words.map((word) => path.basename(word)).find((name) => OWN_SCRIPTS.includes(name));
  if (script === undefined || script === 'ceiling.js') return undefined;
  return new OrgRunView(planOfRun(words, io), script === 'reconnect-storm.js');
}
