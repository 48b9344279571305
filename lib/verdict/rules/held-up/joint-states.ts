import type { AgentsPlan, Plan } from '../../../plan/schema.ts';
import type { Reading } from '../../reading/reading.ts';
import { type Finding, SOME } from '../finding.ts';
import { HELD_UP_MS, MISSED } from './holders.ts';
import { acceptance, capacity, routing, stall } from './sayings.ts';

/** Results of earlier versions tell joint states of the monitor's readings, and not who holds the places. */

/** A state in a smaller share of the readings was a passing one. */
const OFTEN = 0.25;

/** What holds conversations up by the joint states alone. */
export function byStates(reading: Reading, plan: Plan, agents: AgentsPlan): (Finding | undefined)[] {
  return [
    agentAcceptance(reading, agents),
    wrapUpStall(reading, agents),
    queueCapacity(reading, plan, agents),
    slowRouting(reading, agents, plan.limits),
  ];
}

function agentAcceptance({ agents, tenant }: Reading, plan: AgentsPlan): Finding | undefined {
  const alerts = agents.accepted + agents.notAnswered;
  const missed = alerts === 0 ? 0 : agents.notAnswered / alerts;
  const { free, full } = tenant.states;
  const slow = agents.acceptP95Ms > plan.accept.maxMs + HELD_UP_MS;
  // A place with an alert under way counts as free, and with few agents that is often seen: where every alert is
  // answered, and soon, agents accept.
  return missed < MISSED && !(slow && free >= OFTEN && free >= full) ? undefined : acceptance({ agents, tenant }, plan);
}

function wrapUpStall({ agents, tenant }: Reading, plan: AgentsPlan): Finding | undefined {
  const share = tenant.states['after-contact'];
  return share < OFTEN || share < tenant.states.full ? undefined : stall({ agents, tenant }, plan);
}

function queueCapacity({ tenant, agents }: Reading, { customers }: Plan, plan: AgentsPlan): Finding | undefined {
  const { full, free } = tenant.states;
  const served = tenant.most.interacting;
  const places = plan.count * plan.capacity;
  // A place that is about to be taken counts as free: where few agents have every place taken in turn, they are full.
  const isTaken = full >= OFTEN || (full + free >= OFTEN && served >= places && customers.sessions > places);
  return isTaken ? capacity({ tenant, agents }, { customers }, plan) : undefined;
}

/** Conversations that take long before they reach a queue: agents have room, accept soon, and nothing waits for them. */
function slowRouting(
  { service, agents, tenant }: Reading,
  plan: AgentsPlan,
  limits: Plan['limits'],
): Finding | undefined {
  const answer = service?.firstAnswer;
  const accepts = agents.accepted + agents.notAnswered;
  if (answer === undefined || accepts === 0 || agents.notAnswered > accepts * SOME) return undefined;
  const { full, free } = tenant.states;
  const byAgents = agents.acceptP95Ms + plan.reply.maxMs;
  if (tenant.readings === 0 || full + free + tenant.states['after-contact'] >= OFTEN) return undefined;
  if (answer.medMs <= limits.slowAnswerMs / 2 || answer.medMs <= 2 * byAgents) return undefined;
  return routing({ service, agents, tenant }, plan);
}
