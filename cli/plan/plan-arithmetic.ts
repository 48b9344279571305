import { middleMs } from '../../lib/base/random.ts';
import { formatDuration } from '../../lib/plan/duration.ts';
import { GOAL_NAMES, goalText } from '../../lib/plan/goal-text.ts';
import { settingsOf } from '../../lib/plan/probes/settings.ts';
import { plannedVisits, scheduleOf } from '../../lib/plan/schedule.ts';
import type { AgentsPlan, Plan } from '../../lib/plan/schema.ts';
import { stormsOf } from '../../lib/plan/storm-timetable.ts';
import { transportOf } from '../../lib/plan/transport-choice.ts';
import { searchLengthMs } from '../../search/ceiling/search-length.ts';
import { formatCount } from '../io/format-count.ts';
import { exchangeMs, visitMs } from './visit-length.ts';

/** Limits of an org that a plan can exceed, each a number a minute. */
export interface OrgLimits {
  /** WebSocket connections to one deployment. */
  readonly connections: number;
  /** Frames that a client sends on one connection. */
  readonly frames: number;
  /** API calls with one token. */
  readonly calls: number;
}

/** The limits as Genesys publishes them (docs/facts/genesys.md sections 1.8, 2.2). */
export const PUBLISHED_LIMITS: OrgLimits = { connections: 1_000, frames: 60, calls: 300 };
/**
 * API calls that an agent makes for each conversation, beside the read and the reply of each exchange: one to accept
 * it, one to wrap it up, and two to verify that.
 */
const CALLS_A_CONVERSATION = 4;
/** Memory of a simple VU by k6's rule of thumb (k6 docs, "Running large tests"). */
export const VU_MB = { min: 1, max: 5 };

export interface PlanFigure {
  readonly what: string;
  readonly is: string;
}

/** A figure beside its limit; `ok` when the plan stays within it. */
export interface Margin extends PlanFigure {
  readonly ok: boolean;
}

/** The margin to one of the limits of an org. */
interface LimitMargin extends Margin {
  readonly limit: keyof OrgLimits;
}

export interface Arithmetic {
  readonly figures: readonly PlanFigure[];
  readonly margins: readonly Margin[];
}

/**
 * Computes what a run of a plan takes, and its margin to every published limit. `exchanges`: exchanges in a visit, on
 * average.
 */
export function arithmeticOf(plan: Plan, exchanges: number): Arithmetic {
  return { figures: figuresOf(plan, exchanges), margins: marginsOf(plan, exchanges) };
}

/**
 * The number of visits under way at the peak. In the closed model each session has one; in the open model it is the
 * arrival rate times the length of a visit (Little's law).
 */
export function maxVisitsAtOnce(plan: Plan, exchanges: number): number {
  const { sessions, visitsPerMinute } = plan.customers;
  return visitsPerMinute === undefined ? sessions : Math.ceil((visitsPerMinute * visitMs(plan, exchanges)) / 60_000);
}

/**
 * Visits that begin in a minute at the peak. In the closed model those are the new sessions of the ramp, and sessions
 * that begin their next visit.
 */
export function visitsPerMinuteAtPeak(plan: Plan, exchanges: number): number {
  const { sessions, perMinute, visitsPerMinute, gapMs } = plan.customers;
  if (visitsPerMinute !== undefined) return visitsPerMinute;
  const again = plan.transcripts?.once === true ? 0 : (sessions * 60_000) / (visitMs(plan, exchanges) + gapMs);
  return perMinute + again;
}

/** Says which queues the monitor reads. */
function monitorScope({ monitor }: Plan, { queues }: AgentsPlan): string {
  const named = queues.length === 1 ? "the plan's queue" : `the plan's ${queues.length} queues`;
  const all = "the whole org, since agents.queues names none: other traffic counts as the test's";
  return `each ${formatDuration(monitor.intervalMs)}, of ${queues.length === 0 ? all : named}`;
}

function figuresOf(plan: Plan, exchanges: number): PlanFigure[] {
  const { customers, agents } = plan;
  const schedule = scheduleOf(plan);
  const agentCount = agents?.count ?? 0;
  const lasts = Math.max(schedule.teardownEndsMs, schedule.loginsMs);
  const visits = Math.min(customers.sessions, maxVisitsAtOnce(plan, exchanges));
  const messagesASecond = (visits * 1_000 * (agents === undefined ? 1 : 2)) / exchangeMs(plan);
  return [
    {
      what: 'customers',
      is: `ramp ${formatDuration(schedule.rampMs)}, hold ${formatDuration(customers.holdMs)}, teardown ${formatDuration(customers.teardownMs)}`,
    },
    {
      what: 'a visit',
      is: `about ${seconds(visitMs(plan, exchanges))}: ${exchanges.toFixed(1)} exchanges of ${seconds(exchangeMs(plan))}`,
    },
    ...(customers.visitsPerMinute === undefined
      ? []
      : [
          {
            what: 'visits',
            is: `${formatCount(plannedVisits(plan, schedule))}, ${customers.visitsPerMinute} a minute`,
          },
        ]),
    ...(customers.authentication === undefined
      ? []
      : [
          {
            what: 'sign-ins',
            is: `about ${formatCount(Math.ceil(visitsPerMinuteAtPeak(plan, exchanges) * customers.authentication.share))} a minute at the peak: how many the org and the identity provider take is not published`,
          },
        ]),
    ...(agents === undefined
      ? []
      : [
          { what: 'agents', is: `all logged in after ${formatDuration(schedule.loginsMs)}` },
          { what: 'monitor', is: monitorScope(plan, agents) },
          {
            what: 'API calls, whole org',
            is: `about ${formatCount(callsOfAllAgents(plan, exchanges))} a minute of all agents at the peak: Genesys limits some over all tokens`,
          },
        ]),
    ...goalsFigure(plan),
    { what: 'whole run', is: `${formatDuration(lasts)}, at most ${formatDuration(schedule.longestMs)}` },
    {
      what: 'peak',
      is: `${formatCount(visits + agentCount)} sockets: ${formatCount(visits)} customers, ${formatCount(agentCount)} agents`,
    },
    { what: 'messages', is: `about ${formatCount(messagesASecond)} a second at the peak` },
    ...(['exact', 'dense'] as const).map((transport) => ({
      what: `k6, ${transport}`,
      is: `${cost(plan, transport, lasts)}${transport === transportOf(plan) ? '  (this plan)' : ''}`,
    })),
    { what: 'ceiling search', is: searchLength(plan) },
    { what: 'reconnect storms', is: stormsLength(plan) },
  ];
}

/** What the plan wants of the service, where it has goals of its own. */
function goalsFigure({ goals }: Plan): PlanFigure[] {
  if (goals === undefined) return [];
  const wanted = GOAL_NAMES.flatMap((name) => {
    const text = goalText(name, goals);
    return text === undefined ? [] : [`${name} ${text}`];
  });
  return [{ what: 'goals', is: wanted.length === 0 ? 'none' : wanted.join(', ') }];
}

/**
 * Says how long `headroom ceiling` takes when the ceiling lies halfway or at the top, and no window makes it step down.
 */
function searchLength(plan: Plan): string {
  const settings = settingsOf(plan);
  const { first, most, perMinute, windows, budgetMs } = settings;
  if (first >= most) return `no room: it begins with ${formatCount(first)} sessions and may offer ${formatCount(most)}`;
  const at = (level: number) => `${minutes(searchLengthMs(settings, level))} if it is ${formatCount(level)} sessions`;
  const quickMs = searchLengthMs(settingsOf(plan, true), most);
  return `${at(Math.ceil(most / 2))}, ${at(most)}, at most ${formatDuration(budgetMs)}: ${windows} windows, ${formatCount(perMinute)} sessions a minute; --quick ${minutes(Math.min(quickMs, 900_000))}`;
}

/**
 * Says how long `reconnect-storm` takes, and the soonest that all dropped sessions can be back at the published rate.
 */
function stormsLength(plan: Plan): string {
  const storms = stormsOf(plan);
  const lastsMs = Math.max(...storms.map(({ goneMs }) => goneMs));
  const soonestMs = (60_000 * plan.customers.sessions * busiestShare(plan)) / PUBLISHED_LIMITS.connections;
  const ways = storms.map(({ reconnect }) => reconnect).join(', ');
  return `${storms.length} (${ways}) in ${formatDuration(lastsMs)}, watched for ${formatDuration(plan.storm.watchMs)} each: all ${formatCount(plan.customers.sessions)} back after ${seconds(soonestMs)} at the soonest`;
}

/** The share of connections, 0 to 1, that the deployment of the greatest weight gets. */
function busiestShare({ deployments }: Plan): number {
  const weights = deployments.map(({ weight }) => weight);
  return Math.max(...weights) / weights.reduce((sum, weight) => sum + weight, 0);
}

const seconds = (ms: number): string => formatDuration(Math.round(ms / 100) * 100);
const minutes = (ms: number): string => formatDuration(Math.ceil(ms / 60_000) * 60_000);

/** Memory by k6's rule of thumb, and the price in k6 cloud: the maximum of VUs times the hours. */
function cost(plan: Plan, transport: 'exact' | 'dense', lastsMs: number): string {
  const { sessions, sessionsPerVu } = plan.customers;
  const { count = 0, agentsPerVu = 1 } = plan.agents ?? {};
  const vus = (transport === 'exact' ? sessions : Math.ceil(sessions / sessionsPerVu)) + Math.ceil(count / agentsPerVu);
  const [min, max] = [VU_MB.min, VU_MB.max].map((mb) => ((vus * mb) / 1_000).toFixed(1));
  return `${formatCount(vus)} VUs, ${min} to ${max} GB by k6's rule, ${formatCount(vus * (lastsMs / 3_600_000))} VU-hours in k6 cloud`;
}

function marginsOf(plan: Plan, exchanges: number): Margin[] {
  const { customers, agents } = plan;
  const margins: Margin[] = marginsTo(PUBLISHED_LIMITS, plan, exchanges);
  if (customers.visitsPerMinute !== undefined)
    margins.push({
      what: 'sessions for visits at once',
      is: `${formatCount(customers.sessions)} for about ${formatCount(maxVisitsAtOnce(plan, exchanges))} visits`,
      ok: customers.sessions >= maxVisitsAtOnce(plan, exchanges),
    });
  if (agents === undefined) return margins;
  const places = agents.count * agents.capacity;
  margins.push({
    what: 'places with an agent',
    is: `${formatCount(places)} (${formatCount(agents.count)} agents × capacity ${agents.capacity}) for ${formatCount(maxVisitsAtOnce(plan, exchanges))} sessions`,
    ok: places >= maxVisitsAtOnce(plan, exchanges),
  });
  return margins;
}

/** The margins of a run of the plan to the limits of an org. `exchanges`: exchanges in a visit, on average. */
export function marginsTo(limits: OrgLimits, plan: Plan, exchanges: number): LimitMargin[] {
  const { customers, agents } = plan;
  const margin = (limit: keyof OrgLimits, what: string, value: number): LimitMargin => {
    const max = limits[limit];
    return { limit, what, is: `${formatCount(value)} of ${formatCount(max)}`, ok: value <= max };
  };
  const busiest = visitsPerMinuteAtPeak(plan, exchanges) * busiestShare(plan);
  // A customer sends one message in an exchange. Its health checks are sent in pauses and add nothing.
  const frames = (60_000 * (customers.typing ? 2 : 1)) / (customers.think.minMs + (agents?.reply.minMs ?? 0));
  const margins = [
    margin('connections', 'connections a minute, busiest deployment', busiest),
    margin('frames', 'frames a minute, busiest connection', frames),
  ];
  if (agents === undefined) return margins;
  return [...margins, margin('calls', 'API calls a minute, one agent', callsOfOneAgent(plan, agents, exchanges))];
}

/** API calls a minute of one agent that has as many conversations as it may. */
function callsOfOneAgent(plan: Plan, agents: AgentsPlan, exchanges: number): number {
  const conversationMs = middleMs(agents.accept) + visitMs(plan, exchanges) + middleMs(agents.wrapUp);
  const callsEach = 2 * (visitMs(plan, exchanges) / exchangeMs(plan)) + CALLS_A_CONVERSATION;
  const besides = (plan.platformLoad?.perMinute ?? 0) / agents.count;
  return (agents.capacity * callsEach * 60_000) / conversationMs + besides;
}

/**
 * API calls a minute of all agents together, for limits that count all tokens of the org (docs/facts/genesys.md section
 * 10); 0 without agents. The places that the sessions at once fill count, not those that stay free.
 */
export function callsOfAllAgents(plan: Plan, exchanges: number): number {
  const { agents } = plan;
  if (agents === undefined) return 0;
  const filled = Math.min(1, maxVisitsAtOnce(plan, exchanges) / (agents.count * agents.capacity));
  const load = plan.platformLoad?.perMinute ?? 0;
  return (agents.count * callsOfOneAgent(plan, agents, exchanges) - load) * filled + load;
}
