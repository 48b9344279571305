import path from 'node:path';
import type { RunIo, RunState, RunView } from '@headroom/engine';
import { formatDuration } from '../../lib/plan/duration.ts';
import { plannedSessions, scheduleOf } from '../../lib/plan/schedule.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { stormsShortestMs } from '../../lib/plan/storm-timetable.ts';
import { packedLines } from '../io/packed-lines.ts';
import { fittedIo } from '../io/terminal-lines.ts';
import { OWN_SCRIPTS } from './heeded-names.ts';
import { planOfRun } from './plan-of-run.ts';

type Pushed = Parameters<RunView['push']>;

/** What the view counts. */
interface Counts {
  opened: number;
  closed: number;
  accepted: number;
  wrappedUp: number;
  refused: number;
  tried: number;
  notOpened: number;
  agents: number;
  sent: number;
  notWell: number;
}

/** How each metric that is looked at adds to what is counted. */
const ADDED: Readonly<Record<string, (counts: Counts, value: number, tags: Pushed[2]) => void>> = {
  guest_sessions_opened: (counts, value) => {
    counts.opened += value;
  },
  guest_sessions_closed: (counts, value) => {
    counts.closed += value;
  },
  ws_upgrade_refused: (counts, value) => {
    counts.refused += value;
  },
  storm_attempts: (counts, value, { cause }) => {
    counts.tried += value;
    if (cause !== 'none') counts.notOpened += value;
  },
  agents_connected: (counts, value) => {
    counts.agents += value;
  },
  agents_disconnected: (counts, value) => {
    counts.agents -= value;
  },
  conversations: (counts, value, { state }) => {
    if (state === 'accepted') counts.accepted += value;
    if (state === 'wrapped-up') counts.wrappedUp += value;
  },
  messages: (counts, value, { state }) => {
    if (state === 'sent') counts.sent += value;
    else if (state !== 'acked') counts.notWell += value;
  },
};

const COUNTED = new Map(Object.entries(ADDED));

/** The metrics whose samples the view looks at. */
export const VIEWED_METRICS: readonly string[] = [...COUNTED.keys()];

/** What a run of headroom's own scripts shows while it lasts: sessions, agents, messages, the gate so far and the time left. */
export class OrgRunView implements RunView {
  readonly #plan: Plan | undefined;
  readonly #isStorm: boolean;
  readonly #counts: Counts = {
    ...{ opened: 0, closed: 0, accepted: 0, wrappedUp: 0, refused: 0 },
    ...{ tried: 0, notOpened: 0, agents: 0, sent: 0, notWell: 0 },
  };
  #startedMs: number | undefined;

  constructor(plan: Plan | undefined, isStorm: boolean) {
    this.#plan = plan;
    this.#isStorm = isStorm;
  }

  push(...[metric, value, tags, timeMs]: Pushed): void {
    if (this.#startedMs === undefined && tags.scenario !== undefined) this.#startedMs = timeMs;
    COUNTED.get(metric.name)?.(this.#counts, value, tags);
  }

  /** `failing` is unknown where nothing tells it, as of a k6 that runs in a process of its own. */
  lines({ columns, failing }: Pick<RunState, 'columns'> & Partial<RunState>): readonly string[] {
    const sinceMs = this.#startedMs === undefined ? 0 : Date.now() - this.#startedMs;
    const wanted = this.#wanted(sinceMs);
    const { opened, closed, accepted, wrappedUp, agents, sent, notWell } = this.#counts;
    const facts = [
      ...(wanted === undefined ? [] : [`${counted(wanted, 'session')} wanted`]),
      ...(this.#isStorm ? [] : [`${opened - closed} held`]),
      ...(accepted > 0 ? [`${accepted - wrappedUp} served`] : []),
      this.#refusedText(),
      ...(agents > 0 ? [counted(agents, 'agent')] : []),
      `${counted(sent, 'message')} sent${notWell > 0 ? `, ${notWell} lost, altered or twice` : ''}`,
      ...(failing === undefined ? [] : [gateText(failing.length)]),
      ...this.#leftText(sinceMs),
    ];
    return packedLines(facts, columns);
  }

  /** From the drop on, a storm counts its upgrades apart. */
  #refusedText(): string {
    const { refused, tried, notOpened } = this.#counts;
    return this.#isStorm && tried > 0 ? `${tried} upgrades tried, ${notOpened} did not open` : `${refused} refused`;
  }

  #wanted(sinceMs: number): number | undefined {
    if (this.#plan === undefined || this.#isStorm || this.#plan.customers.model === 'open') return undefined;
    return this.#startedMs === undefined ? 0 : plannedSessions(this.#plan, scheduleOf(this.#plan), sinceMs);
  }

  /** By the plan, in whole seconds. Visits that are under way at its end may go on until they are at their longest. */
  #leftText(sinceMs: number): string[] {
    if (this.#plan === undefined) return [];
    const { longestVisitMs } = this.#plan.customers;
    const leftMs = (this.#isStorm ? stormsShortestMs(this.#plan) : scheduleOf(this.#plan).teardownEndsMs) - sinceMs;
    const open = this.#counts.opened - this.#counts.closed;
    if (leftMs <= 0 && !this.#isStorm && open <= 0 && this.#counts.agents > 0)
      return ['visits are over, agents log off'];
    if (leftMs > 0 || this.#isStorm || open <= 0) return [`about ${inSeconds(Math.max(0, leftMs))} left`];
    const atMostMs = Math.max(0, longestVisitMs + leftMs);
    return [
      `${open === 1 ? '1 visit ends' : `${open} visits end`} after the plan's time: at most ${inSeconds(atMostMs)} left`,
    ];
  }
}

const counted = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

const inSeconds = (ms: number): string => formatDuration(Math.round(ms / 1_000) * 1_000);

function gateText(failing: number): string {
  if (failing === 0) return 'gate holds so far';
  return `gate: ${failing} ${failing === 1 ? 'rule' : 'rules'} not met so far`;
}

/** The surroundings of a run with the view that its words ask for. What headroom's own scripts print fits the terminal. */
export function viewed(words: readonly string[], io: RunIo): RunIo {
  const view = viewOfRun(words, io);
  return view === undefined ? io : { ...fittedIo(io), view };
}

/** The view of a run that these words ask for; undefined for a script that is not headroom's own, and for a search's. */
export function viewOfRun(words: readonly string[], io: RunIo): OrgRunView | undefined {
  const script = words.map((word) => path.basename(word)).find((name) => OWN_SCRIPTS.includes(name));
  if (script === undefined || script === 'ceiling.js') return undefined;
  return new OrgRunView(planOfRun(words, io), script === 'reconnect-storm.js');
}
