import { middleMs } from '../../base/random.ts';
import type { AgentsPlan } from '../../plan/schema.ts';
import type { Reading } from '../reading/reading.ts';
import type { TenantReading, Waiting } from '../reading/tenant.ts';
import { type Cause, percent, SOME } from './finding.ts';

/**
 * Who holds up customers that are not served. While conversations wait, each place of the agents on queue has a
 * conversation, an alert, or after-contact work, which no reading shows: it is what is left. Where agents are idle, the
 * queue does not route. Where hardly a conversation waits, the time goes by before the queue, or at the alert.
 */

/** A cause that holds conversations up. */
export type Holder = Extract<
  Cause,
  'agent-acceptance' | 'wrap-up-stall' | 'queue-capacity' | 'slow-routing' | 'flow-not-routing'
>;

interface Held {
  readonly cause: Holder;
  readonly candidates?: readonly Holder[];
}

/** An accept that takes so much longer (ms) than the plan has it is late. */
export const HELD_UP_MS = 3_000;
/** Conversations that wait in fewer of the readings hold nobody up. */
const WAITS = 0.1;
const MISSED = 0.2;
/** So many of the agents are idle by accident, between two conversations. */
const IDLE = 0.1;
/** A share of the places that changes who waits; a smaller one is noise of so few readings. */
const MUCH = 0.25;
const LITTLE = 0.1;

export function holderOf(reading: Reading, agents: AgentsPlan, waiting: Waiting): Held | undefined {
  const { accepted, notAnswered, acceptP95Ms } = reading.agents;
  const alerts = accepted + notAnswered;
  if (alerts > 0 && notAnswered >= alerts * MISSED) return { cause: 'agent-acceptance' };
  const lateMs = acceptP95Ms - agents.accept.maxMs;
  const late = lateMs > HELD_UP_MS ? (waiting.alerting * lateMs) / acceptP95Ms : 0;
  if (waiting.share < WAITS) return beforeTheQueue(reading, agents, lateMs);
  if (late >= LITTLE) return { cause: 'agent-acceptance' };
  return inTheQueue(reading, agents, waiting);
}

/** Conversations wait in the queue: because it does not route, or because every place is taken. */
function inTheQueue(reading: Reading, agents: AgentsPlan, waiting: Waiting): Held {
  if (waiting.idle >= IDLE) return { cause: 'slow-routing' };
  const { talking, alerting } = waiting;
  const rest = Math.max(0, 1 - talking - alerting - waiting['not-responding']);
  const planned = Math.min(rest, talking * afterContactPerTalk(reading, agents));
  const excess = rest - planned;
  if (excess >= MUCH) {
    // Agents who have a conversation anyway are not idle where the queue does not route.
    const canBeIdle = agents.capacity === 1 || (talking + alerting) * agents.capacity < 0.5;
    return canBeIdle
      ? { cause: 'wrap-up-stall' }
      : { cause: 'wrap-up-stall', candidates: ['wrap-up-stall', 'slow-routing', 'queue-capacity'] };
  }
  if (planned > talking + alerting) return { cause: 'wrap-up-stall', candidates: ['wrap-up-stall', 'queue-capacity'] };
  if (excess >= LITTLE) return { cause: 'queue-capacity', candidates: ['queue-capacity', 'wrap-up-stall'] };
  return { cause: 'queue-capacity' };
}

/** Hardly a conversation waits in the queue. */
function beforeTheQueue(
  { service, agents, conversationsBegun }: Reading,
  of: AgentsPlan,
  lateMs: number,
): Held | undefined {
  if (service === undefined) return undefined;
  const { reached, of: wanted } = service.goals['answered-in-time'];
  if (agents.notAnswered * 2 >= wanted - reached && agents.notAnswered > agents.accepted * SOME)
    return { cause: 'agent-acceptance' };
  if (lateMs > HELD_UP_MS) return { cause: 'agent-acceptance' };
  const byAgents = agents.acceptP95Ms + of.reply.maxMs;
  const medMs = service.firstAnswer?.medMs ?? 0;
  if (medMs > byAgents + HELD_UP_MS) return { cause: 'slow-routing' };
  if (conversationsBegun - agents.accepted > conversationsBegun * SOME) return { cause: 'flow-not-routing' };
  return undefined;
}

/** How long after-contact work takes by the plan, for each second that an agent talks. */
function afterContactPerTalk({ service, agents }: Reading, { reply, wrapUp }: AgentsPlan): number {
  if (service === undefined || agents.accepted === 0) return 0;
  const served = Object.values(service.seconds).reduce((sum, one) => sum + one.served, 0);
  const talkMs = (served * 1_000) / agents.accepted + middleMs(reply);
  return ((agents.wrappedUp / agents.accepted) * middleMs(wrapUp)) / talkMs;
}

/** The figures in words. */
export function holdersText({ readings }: TenantReading, waiting: Waiting): string[] {
  const { share, talking, alerting, idle, absent } = waiting;
  const waits = `conversations waited in ${percent(share)} of ${readings} readings`;
  if (share === 0) return [waits];
  return [
    `${waits}: of the places of agents on queue ${percent(talking)} then had a conversation and ${percent(alerting)} an alert; ${percent(idle)} of those agents were idle, and ${percent(absent)} of the plan's were not on queue`,
  ];
}
