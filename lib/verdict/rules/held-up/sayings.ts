import type { AgentsPlan, Plan } from '../../../plan/schema.ts';
import type { Reading } from '../../reading/reading.ts';
import { blindnessText } from '../../reading/tenant.ts';
import { type Finding, percent } from '../finding.ts';
import { capacityAdvice } from './capacity-advice.ts';
import { MISSED } from './holders.ts';

/** The findings on conversations that are held up, in words. */

/** So many of the plan's agents are not on queue by accident. */
const ABSENT = 0.1;

export function acceptance({ agents, tenant }: Pick<Reading, 'agents' | 'tenant'>, plan: AgentsPlan): Finding {
  const alerts = agents.accepted + agents.notAnswered;
  const missed = alerts === 0 ? 0 : agents.notAnswered / alerts;
  const { free } = tenant.states;
  return {
    cause: 'agent-acceptance',
    says:
      missed < MISSED
        ? 'Agents have room and accept late: active sessions are high, connected ones low.'
        : 'Agents have room and alerts go unanswered: active sessions are high, connected ones low.',
    evidence: [
      `${agents.notAnswered} of ${alerts} alerts were not answered (${percent(missed)}), and those accepted took ${seconds(agents.acceptP95Ms)} s (95 %)`,
      ...(tenant.readings > 0
        ? [`in ${percent(free)} of ${tenant.readings} readings conversations waited while agents had room`]
        : []),
      `${tenant.most['not-responding']} of ${tenant.most['on-queue']} agents were NOT_RESPONDING at once`,
    ],
    change: `Have agents accept sooner (the plan takes ${seconds(plan.accept.minMs)} to ${seconds(plan.accept.maxMs)} s) than the queue's alerting timeout, or turn on auto-answer; bring those NOT_RESPONDING back on queue.`,
  };
}

export function stall({ agents, tenant }: Pick<Reading, 'agents' | 'tenant'>, plan: AgentsPlan): Finding {
  const share = tenant.states['after-contact'];
  return {
    cause: 'wrap-up-stall',
    says: 'After-contact work holds the agents: they have neither a conversation nor room for one.',
    evidence: [
      `in ${percent(share)} of ${tenant.readings} readings conversations waited, few agents were idle, and few places held a conversation`,
      `${agents.wrappedUp} of ${agents.accepted} accepted conversations were wrapped up`,
    ],
    change: `Shorten after-contact work (the plan takes ${seconds(plan.wrapUp.minMs)} to ${seconds(plan.wrapUp.maxMs)} s), give each conversation its wrap-up code, or make the queue's after-contact work optional or timed.`,
  };
}

export function capacity(
  { tenant, agents }: Pick<Reading, 'tenant' | 'agents'>,
  { customers }: Pick<Plan, 'customers'>,
  plan: AgentsPlan,
): Finding {
  const { full } = tenant.states;
  const served = tenant.most.interacting;
  const absent = tenant.waiting === undefined ? 0 : Math.round(tenant.waiting.absent * plan.count);
  return {
    cause: 'queue-capacity',
    says:
      absent < plan.count * ABSENT
        ? 'Every agent on queue is at capacity while conversations wait.'
        : `${absent} of ${plan.count} agents are not on queue while conversations wait, and the others are at capacity.`,
    evidence: [
      `in ${percent(full)} of ${tenant.readings} readings conversations waited while every agent was at capacity`,
      `${tenant.most['on-queue']} agents handled ${served} conversations at most, and ${tenant.most.waiting} waited`,
      `${agents.notAnswered} alerts were not answered`,
    ],
    change:
      absent < plan.count * ABSENT
        ? capacityAdvice(customers.sessions, served, tenant.most['on-queue'], plan)
        : BRING_BACK,
  };
}

export const BRING_BACK =
  'Look at who takes agents off queue, or never lets them on: presence, roles, membership of the queues that the flow leads to (agents.queues), and other clients of the same users.';

export function routing(
  { service, agents, tenant }: Pick<Reading, 'service' | 'agents' | 'tenant'>,
  plan: AgentsPlan,
): Finding {
  const accepts = agents.accepted + agents.notAnswered;
  const answer = service?.firstAnswer ?? { medMs: 0 };
  const { full, free } = tenant.states;
  const byAgents = agents.acceptP95Ms + plan.reply.maxMs;
  return {
    cause: 'slow-routing',
    says: `Conversations reach an agent late: half of the customers waited over ${seconds(answer.medMs)} s for an answer, of which agents took at most ${seconds(byAgents)} s.`,
    evidence: [
      `from alerting to connected took ${seconds(agents.acceptP95Ms)} s (95 %), and replies take at most ${seconds(plan.reply.maxMs)} s by plan`,
      `in ${percent(full + free)} of ${tenant.readings} readings conversations waited for agents, and ${agents.notAnswered} of ${accepts} alerts were not answered`,
    ],
    change:
      "Look at what the deployment's inbound message flow does before it transfers (data actions, bots, waits), and at the queue's routing method.",
  };
}

/** Customers were not served, and what holds them up is not seen. */
export function unknown({ service, agents, conversationsBegun, tenant }: Reading): Finding {
  const { reached, of } = service?.goals['answered-in-time'] ?? { reached: 0, of: 0 };
  const blind = blindnessText(tenant);
  return {
    cause: 'undetermined',
    says: `Sessions opened, but ${reached} of ${of} conversations were answered in time, and the figures do not say why.`,
    evidence: [
      `${conversationsBegun} conversations began, ${agents.accepted} were accepted, and ${agents.notAnswered} alerts were not answered`,
      ...(blind === undefined ? [] : [`the monitor ${blind}`]),
    ],
  };
}

/** A part of the conversations never reached a queue; the others did at once. */
export function partRouted({ conversationsBegun, agents }: Reading): Finding {
  return {
    cause: 'flow-not-routing',
    says: `${conversationsBegun - agents.accepted} of ${conversationsBegun} conversations begin and never reach an agent, and hardly one waits in a queue.`,
    evidence: [
      `${agents.accepted} conversations were accepted, and ${agents.notAnswered} alerts were not answered`,
      `${agents.connected} agents were connected`,
    ],
    change:
      'Look at which deployments, attributes or texts the inbound message flows do not lead to a queue: each path has to end in Transfer to ACD.',
  };
}

/** Milliseconds as seconds with a digit. */
export const seconds = (ms: number): string => String(Math.round(ms / 100) / 10);
