import { searchMs } from '../../lib/ceiling/length.ts';
import { settingsOf } from '../../lib/ceiling/settings.ts';
import { formatDuration } from '../../lib/plan/duration.ts';
import { scheduleOf } from '../../lib/plan/schedule.ts';
import type { Plan, Range } from '../../lib/plan/schema.ts';
import { transportOf } from '../../lib/plan/transport.ts';

/** Genesys's published limits that a plan can break (genesys.md sections 1.8, 2.2). */
const CONNECTIONS_A_MINUTE = 1_000;
const FRAMES_A_MINUTE = 60;
const CALLS_A_MINUTE = 300;
/** k6's own rule for a simple VU (k6 docs, "Running large tests"). */
const VU_MB = { least: 1, most: 5 };

export interface Figure {
  readonly what: string;
  readonly is: string;
}

/** A limit, and whether the plan keeps it. */
export interface Margin extends Figure {
  readonly ok: boolean;
}

export interface Arithmetic {
  readonly figures: readonly Figure[];
  readonly margins: readonly Margin[];
}

const middleMs = ({ minMs, maxMs }: Range): number => (minMs + maxMs) / 2;
const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** What a run of this plan will take and press, before anyone waits for it. */
export function arithmeticOf(plan: Plan): Arithmetic {
  return { figures: figuresOf(plan), margins: marginsOf(plan) };
}

/** A customer's turn and the agent's answer to it. */
function exchangeMs({ customers, agents }: Plan): number {
  return middleMs(customers.think) + (agents === undefined ? 0 : middleMs(agents.reply));
}

function figuresOf(plan: Plan): Figure[] {
  const { customers, agents } = plan;
  const schedule = scheduleOf(plan);
  const agentCount = agents?.count ?? 0;
  const lasts = Math.max(schedule.teardownEndsMs, schedule.loginsMs);
  const messagesASecond = (customers.sessions * 1_000 * (agents === undefined ? 1 : 2)) / exchangeMs(plan);
  return [
    {
      what: 'customers',
      is: `ramp ${formatDuration(schedule.rampMs)}, hold ${formatDuration(customers.holdMs)}, teardown ${formatDuration(customers.teardownMs)}`,
    },
    ...(agents === undefined
      ? []
      : [{ what: 'agents', is: `all logged in after ${formatDuration(schedule.loginsMs)}` }]),
    { what: 'whole run', is: `${formatDuration(lasts)}, at most ${formatDuration(schedule.longestMs)}` },
    {
      what: 'peak',
      is: `${whole(customers.sessions + agentCount)} sockets: ${whole(customers.sessions)} customers, ${whole(agentCount)} agents`,
    },
    { what: 'messages', is: `about ${whole(messagesASecond)} a second at the peak` },
    ...(['exact', 'dense'] as const).map((transport) => ({
      what: `k6, ${transport}`,
      is: `${cost(plan, transport, lasts)}${transport === transportOf(plan) ? '  (this plan)' : ''}`,
    })),
    { what: 'ceiling search', is: searchLength(plan) },
  ];
}

/** How long `headroom ceiling` takes, if the ceiling lies halfway or at the top and no window makes it step down. */
function searchLength(plan: Plan): string {
  const settings = settingsOf(plan);
  const { first, most, perMinute, windows, budgetMs } = settings;
  if (first >= most) return `no room: it begins with ${whole(first)} sessions and may offer ${whole(most)}`;
  const at = (level: number) => `${minutes(searchMs(settings, level))} if it is ${whole(level)} sessions`;
  const quickMs = searchMs(settingsOf(plan, true), most);
  return `${at(Math.ceil(most / 2))}, ${at(most)}, at most ${formatDuration(budgetMs)}: ${windows} windows, ${whole(perMinute)} sessions a minute; --quick ${minutes(Math.min(quickMs, 900_000))}`;
}

const minutes = (ms: number): string => formatDuration(Math.ceil(ms / 60_000) * 60_000);

/** Memory by k6's rule of thumb, and k6 cloud's price: the most VUs times the hours. */
function cost(plan: Plan, transport: 'exact' | 'dense', lastsMs: number): string {
  const { sessions, sessionsPerVu } = plan.customers;
  const { count = 0, agentsPerVu = 1 } = plan.agents ?? {};
  const vus = (transport === 'exact' ? sessions : Math.ceil(sessions / sessionsPerVu)) + Math.ceil(count / agentsPerVu);
  const [least, most] = [VU_MB.least, VU_MB.most].map((mb) => ((vus * mb) / 1_000).toFixed(1));
  return `${whole(vus)} VUs, ${least} to ${most} GB by k6's rule, ${whole(vus * (lastsMs / 3_600_000))} VU-hours in k6 cloud`;
}

function marginsOf(plan: Plan): Margin[] {
  const { customers, agents, deployments } = plan;
  const total = deployments.reduce((sum, { weight }) => sum + weight, 0);
  const busiest = (customers.perMinute * Math.max(...deployments.map(({ weight }) => weight))) / total;
  // A customer sends one message an exchange: its health checks fall into its pauses.
  const frames = (60_000 * (customers.typing ? 2 : 1)) / (customers.think.minMs + (agents?.reply.minMs ?? 0));
  const margins = [
    margin('connections a minute, busiest deployment', busiest, CONNECTIONS_A_MINUTE),
    margin('frames a minute, busiest connection', frames, FRAMES_A_MINUTE),
  ];
  if (agents === undefined) return margins;
  // One read and one reply an exchange; accept, end and wrap-up hardly count beside them.
  const calls = (2 * agents.capacity * 60_000) / exchangeMs(plan);
  const places = agents.count * agents.capacity;
  return [
    ...margins,
    margin('API calls a minute, one agent', calls, CALLS_A_MINUTE),
    {
      what: 'places with an agent',
      is: `${whole(places)} (${whole(agents.count)} agents × capacity ${agents.capacity}) for ${whole(customers.sessions)} sessions`,
      ok: places >= customers.sessions,
    },
  ];
}

function margin(what: string, value: number, limit: number): Margin {
  return { what, is: `${whole(value)} of ${whole(limit)}`, ok: value <= limit };
}
