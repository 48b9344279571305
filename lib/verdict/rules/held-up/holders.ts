import { middleMs } from '../../../base/random.ts';
import type { AgentsPlan, Plan } from '../../../plan/schema.ts';
import type { Reading } from '../../reading/reading.ts';
import type { Waiting } from '../../reading/tenant.ts';
import { type Cause, percent, SOME } from '../finding.ts';

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
  readonly cause: Holder | 'undetermined';
  readonly candidates?: readonly Holder[];
}

/** An accept that takes so much longer (ms) than the plan has it is late. */
export const HELD_UP_MS = 3_000;
/** Conversations that wait in fewer of the readings hold nobody up. */
const WAITS = 0.1;
/** From this share of the alerts on, unanswered ones are the cause. */
export const MISSED = 0.2;
/** So many of the agents are idle by accident, between two conversations. */
const IDLE = 0.1;
/** A share of the places that changes who waits; a smaller one is noise of so few readings. */
const MUCH = 0.25;
const LITTLE = 0.1;
const HALF = 0.5;
const FEW = 5;
/** From fewer readings in which conversations wait nothing tells who holds the places. */
const SURE_READINGS = 5;

/**
 * Undefined where the figures say nothing.
 *
 * @param waiting undefined where the monitor saw too little
 */
export function holderOf(
  reading: Reading,
  plan: Plan,
  agents: AgentsPlan,
  waiting: Waiting | undefined,
): Held | undefined {
  const { accepted, notAnswered, acceptP95Ms } = reading.agents;
  // Conversations that nothing alerted anybody with are not held up by alerts.
  const alerted = notAnswered * 2 >= neverAccepted(reading) || (waiting?.share ?? 0) >= WAITS;
  if (notAnswered > 0 && notAnswered >= (accepted + notAnswered) * MISSED && alerted)
    return { cause: 'agent-acceptance' };
  const lateMs = acceptP95Ms - agents.accept.maxMs;
  if (waiting === undefined) return unseen(reading, lateMs);
  if (waiting.share < WAITS) return beforeTheQueue(reading, plan, agents, lateMs);
  const usual = waiting.talking * perTalk(reading, agents, middleMs(agents.accept));
  if (lateMs > HELD_UP_MS && waiting.alerting - usual >= LITTLE) return { cause: 'agent-acceptance' };
  if (waiting.alerting >= MUCH && alertedMs(reading, waiting) > 3 * accepted * acceptP95Ms)
    return { cause: 'agent-acceptance' };
  const found = inTheQueue(reading, agents, waiting);
  if (waiting.absent >= LITTLE || found.cause === 'slow-routing' || !queuesBriefly(reading, plan, agents, waiting))
    return found;
  // Who began to wait shortly before the monitor's last reading waits on unseen.
  const sees = reading.durationMs > 2 * (reading.service?.firstAnswer?.p95Ms ?? 0);
  return sees
    ? { cause: 'slow-routing' }
    : {
        cause: found.cause,
        candidates: [...(found.candidates ?? [found.cause as Holder]).slice(0, 2), 'slow-routing'],
      };
}

/** The monitor saw too little. */
function unseen(reading: Reading, lateMs: number): Held | undefined {
  const { agents, conversationsBegun } = reading;
  if (lateMs > HELD_UP_MS) return { cause: 'agent-acceptance' };
  if (conversationsBegun === 0) return undefined;
  if (agents.accepted === 0)
    return { cause: 'undetermined', candidates: ['flow-not-routing', 'slow-routing', 'agent-acceptance'] };
  return neverAccepted(reading) > conversationsBegun * SOME
    ? { cause: 'undetermined', candidates: ['flow-not-routing', 'queue-capacity', 'wrap-up-stall'] }
    : ANYTHING;
}

const ANYTHING: Held = { cause: 'undetermined', candidates: ['queue-capacity', 'wrap-up-stall', 'slow-routing'] };

/** For how long alerts stood, by the monitor: all of them, in ms. */
function alertedMs({ durationMs, tenant: { most } }: Reading, waiting: Waiting): number {
  // No more places were seen to be taken, whatever capacity the plan counts on.
  return waiting.alerting * waiting.share * (most.interacting + most.alerting) * durationMs;
}

/**
 * Whether most of the time that customers waited went by before the queue. How long one waits in the queue follows from how
 * many wait there on average (Little's law).
 */
function queuesBriefly(
  { service, agents, durationMs }: Reading,
  { customers }: Plan,
  { reply }: AgentsPlan,
  waiting: Waiting,
) {
  if (service?.firstAnswer === undefined || agents.accepted === 0) return false;
  const queuedMs = (waiting.share * waiting.queued * customers.sessions * durationMs) / agents.accepted;
  const restMs = service.firstAnswer.medMs - agents.acceptP95Ms - reply.maxMs;
  return restMs > HELD_UP_MS && queuedMs < restMs / 4;
}

/** Conversations wait in the queue: because it does not route, or because every place is taken. */
function inTheQueue(reading: Reading, agents: AgentsPlan, waiting: Waiting): Held {
  if (waiting.idle >= IDLE) return { cause: 'slow-routing' };
  const { talking, alerting } = waiting;
  const busy = talking + alerting + waiting['not-responding'];
  const rest = Math.max(0, 1 - busy);
  const wrapsUp = reading.agents.wrappedUp / Math.max(1, reading.agents.accepted);
  const planned = Math.min(rest, talking * wrapsUp * perTalk(reading, agents, middleMs(agents.wrapUp)));
  const excess = rest - planned;
  // Whoever is not on queue takes nothing, whatever the others do with their time.
  if (waiting.absent >= LITTLE)
    return excess < MUCH || busy === 0
      ? { cause: 'queue-capacity' }
      : { cause: 'queue-capacity', candidates: ['queue-capacity', 'wrap-up-stall'] };
  if (excess >= MUCH) {
    // Agents who have a conversation anyway are not idle where the queue does not route.
    const areIdle = agents.capacity === 1 || busy * agents.capacity < HALF;
    return areIdle
      ? { cause: 'wrap-up-stall' }
      : { cause: 'wrap-up-stall', candidates: ['wrap-up-stall', 'slow-routing', 'queue-capacity'] };
  }
  // After-contact work shows once conversations have ended: where each place had one, it may still come.
  const { most } = reading.tenant;
  const hadSeveral = reading.agents.accepted >= 2 * (most.interacting + most.alerting);
  const isSure = hadSeveral && waiting.share * waiting.readings >= SURE_READINGS;
  if (planned >= MUCH || excess >= LITTLE || !isSure)
    return rest > busy
      ? { cause: 'wrap-up-stall', candidates: ['wrap-up-stall', 'queue-capacity'] }
      : { cause: 'queue-capacity', candidates: ['queue-capacity', 'wrap-up-stall'] };
  return { cause: 'queue-capacity' };
}

/** Hardly a conversation waits in the queue. */
function beforeTheQueue(reading: Reading, plan: Plan, agents: AgentsPlan, lateMs: number): Held | undefined {
  const { service, conversationsBegun: begun, agents: seen } = reading;
  if (service === undefined) return undefined;
  const { answered, 'answered-in-time': inTime, 'as-planned': asPlanned } = service.goals;
  const badly = Math.max(inTime.of - inTime.reached, asPlanned.of - asPlanned.reached);
  if (lateMs > HELD_UP_MS) return { cause: 'agent-acceptance' };
  const lateAnswers = answered.reached - inTime.reached;
  if (neverAccepted(reading) > Math.max(begun * SOME, 2 * lateAnswers)) return notRouted(reading, plan, agents);
  // Who was answered had the first answer within this time, as far as it hung on agents.
  const byAgentsMs = seen.acceptP95Ms + agents.reply.maxMs + HELD_UP_MS;
  const { medMs, p95Ms } = service.firstAnswer ?? { medMs: 0, p95Ms: 0 };
  if (medMs > byAgentsMs) return { cause: 'slow-routing' };
  // Few unanswered alerts make few late answers, and not half of them.
  if (badly > 0 && seen.notAnswered * 2 >= badly) return { cause: 'agent-acceptance' };
  return p95Ms > byAgentsMs ? ANYTHING : undefined;
}

/** How many conversations began and were never accepted. */
const neverAccepted = ({ conversationsBegun, agents: { accepted } }: Reading): number =>
  Math.max(0, conversationsBegun - accepted);

/** Conversations that no agent accepted, while hardly one was seen to wait. */
function notRouted(reading: Reading, plan: Plan, agents: AgentsPlan): Held {
  const { conversationsBegun: begun, durationMs, tenant } = reading;
  const aMs = begun / durationMs;
  // So many would alert at once if each alerted for as long as the plan has it.
  if (tenant.most.alerting > 3 * aMs * middleMs(agents.accept) + FEW)
    return { cause: 'undetermined', candidates: ['agent-acceptance', 'flow-not-routing', 'queue-capacity'] };
  // So many may have begun after the monitor's last reading.
  const unseenAtEnd = aMs * (2 * plan.monitor.intervalMs + plan.customers.think.maxMs);
  return neverAccepted(reading) > unseenAtEnd
    ? { cause: 'flow-not-routing' }
    : { cause: 'undetermined', candidates: ['flow-not-routing', 'queue-capacity', 'wrap-up-stall'] };
}

/** How long something takes in a conversation, by the plan (ms), for each ms that its agent talks. */
function perTalk({ service, agents }: Reading, { reply }: AgentsPlan, takesMs: number): number {
  if (service === undefined || agents.accepted === 0) return 0;
  const served = Object.values(service.seconds).reduce((sum, one) => sum + one.served, 0);
  return takesMs / ((served * 1_000) / agents.accepted + middleMs(reply));
}

/** The figures in words. */
export function holdersText(waiting: Waiting | undefined): string[] {
  if (waiting === undefined) return [];
  const { readings, share, talking, alerting, idle, absent } = waiting;
  const waits = `conversations waited in ${percent(share)} of ${readings} readings`;
  if (share === 0) return [waits];
  return [
    `${waits}: of the places of agents on queue ${percent(talking)} then had a conversation and ${percent(alerting)} an alert; ${percent(idle)} of those agents were idle, and ${percent(absent)} of the plan's were not on queue`,
  ];
}
