import { TENANT_STATES } from '../../measures/table/tag-values.ts';
import type { AgentsPlan, Plan } from '../../plan/schema.ts';
import type { Reading } from '../reading/reading.ts';
import { recordOf } from '../reading/record-of.ts';
import { blindnessText, sawEnough } from '../reading/tenant.ts';
import { capacityAdvice } from './capacity-advice.ts';
import { type Finding, percent, SOME } from './finding.ts';
import { HELD_UP_MS, type Holder, holderOf, holdersText } from './holders.ts';
import { servesTooFew } from './service.ts';

/**
 * Causes that keep an open session from being served. The rules rest on the joint states that the monitor read, and
 * on what happened to the agents.
 */

/** A state in a smaller share of the readings was a passing one. */
const OFTEN = 0.25;
const MISSED = 0.2;
/** The share of calls answered 429 that holds agents up: where conversations are seen to wait, and in any case. */
const LIMITED = 0.02;
const MUCH_LIMITED = 0.1;
const SOMETIMES = 0.1;
const NEARLY_ALL = 0.95;
const NOTHING_SEEN = { readings: 0, states: recordOf(TENANT_STATES, () => 0), waiting: undefined };

/**
 * The findings of rules about agents, the strongest first; none where customers were served as the plan wants it. What
 * holds up agents' calls leaves alerts unanswered as well. From a monitor that saw too little nothing is concluded.
 */
export function conversationFindings(seen: Reading, plan: Plan): Finding[] {
  const { agents } = plan;
  if (agents === undefined || !servesTooFew(seen, plan)) return [];
  const nobody = nobodyOnQueue(seen, agents);
  if (nobody !== undefined) return [nobody];
  if (seen.agents.connected === 0) return [];
  const reading = sawEnough(seen.tenant) ? seen : { ...seen, tenant: { ...seen.tenant, ...NOTHING_SEEN } };
  return [
    flowNotRouting(reading),
    transcriptUnrecognised(reading),
    platformRateLimit(reading, agents),
    ...(seen.tenant.waiting === undefined && seen.tenant.readings > 0
      ? byStates(reading, plan, agents)
      : [heldUp(reading, plan, agents)]),
  ].filter((finding) => finding !== undefined);
}

/** In results of earlier versions readings tell states alone. */
function byStates(reading: Reading, plan: Plan, agents: AgentsPlan): (Finding | undefined)[] {
  return [
    agentAcceptance(reading, agents),
    wrapUpStall(reading, agents),
    queueCapacity(reading, plan, agents),
    slowRouting(reading, agents, plan.limits),
  ];
}

/** What holds conversations up, with the figures that show it. */
function heldUp(reading: Reading, plan: Plan, agents: AgentsPlan): Finding | undefined {
  const { waiting } = reading.tenant;
  const held = holderOf(reading, plan, agents, waiting);
  if (held === undefined) return undefined;
  const { cause, candidates } = held;
  const found = {
    'agent-acceptance': () => acceptance(reading, agents),
    'wrap-up-stall': () => stall(reading, agents),
    'queue-capacity': () => capacity(reading, plan, agents),
    'slow-routing': () => routing(reading, agents),
    'flow-not-routing': () => partRouted(reading),
    undetermined: () => unknown(reading),
  }[cause]();
  const finding = { ...found, evidence: [...found.evidence, ...holdersText(waiting)] };
  return candidates === undefined ? finding : { ...finding, candidates, next: EXPERIMENTS[cause] };
}

/** What tells a cause from the other candidates that are given with it. */
const EXPERIMENTS: Readonly<Record<Holder | 'undetermined', string>> = {
  undetermined:
    'Run it again with agents’ tokens that may read analytics (headroom preflight), a longer hold and a shorter monitor.interval.',
  'agent-acceptance': 'A run with twice the agents tells: where alerts are late, they stay so.',
  'wrap-up-stall':
    "Run it again with the queue's after-contact work switched off: if conversations still wait, double agents.count.",
  'queue-capacity':
    'Run it again with twice the agents (agents.count): if conversations still wait, look at after-contact work.',
  'slow-routing': 'Run it again with a tenth of the customers: what the flow takes stays, and what agents take goes.',
  'flow-not-routing': 'Run it again with a longer customers.longestVisit: what is routed late then comes.',
};

function flowNotRouting({ conversationsBegun, agents, tenant }: Reading): Finding | undefined {
  if (conversationsBegun === 0 || agents.accepted > 0 || tenant.readings === 0) return undefined;
  const { waiting, alerting, interacting } = tenant.most;
  if (waiting + alerting + interacting > 0) return undefined;
  return {
    cause: 'flow-not-routing',
    says: 'Conversations begin and never reach a queue.',
    evidence: [
      `${conversationsBegun} conversations began; in ${tenant.readings} readings none waited, alerted or was handled`,
      `${agents.connected} agents were connected and none was alerted`,
    ],
    change: "Look at the deployment's inbound message flow: it has to be published and transfer to a queue.",
  };
}

/** Customers were not served, and what holds them up is not seen. */
function unknown({ service, agents, conversationsBegun, tenant }: Reading): Finding {
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
function partRouted({ conversationsBegun, agents }: Reading): Finding {
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

function transcriptUnrecognised({ agents, platform }: Reading): Finding | undefined {
  const { accepted, unrecognised } = agents;
  if (unrecognised === 0 || unrecognised < accepted * SOME) return undefined;
  const unread =
    platform.unexpected > 0 ? [`${platform.unexpected} answers of the Platform API could not be read`] : [];
  return {
    cause: 'transcript-unrecognised',
    says: `Agents were mute in ${unrecognised} of ${accepted} conversations: they could not tell which transcript it was.`,
    evidence: [
      'no attribute `transcript` or `context.transcript` of the customer names one, and no transcript begins with what the customer said',
      ...unread,
    ],
    change:
      "Give the plan's agents queues that other traffic does not reach, and play both sides with the same transcripts; if they are, the org shows neither attributes nor texts as Genesys documents them.",
  };
}

function platformRateLimit({ platform, agents, tenant }: Reading, plan: AgentsPlan): Finding | undefined {
  const { calls, rateLimited, organizationLimited } = platform;
  const { full, free } = tenant.states;
  // A rate limit holds up the monitor's calls too, so slow accepts count beside its readings.
  const heldUp = full + free >= SOMETIMES || agents.acceptP95Ms > plan.accept.maxMs + HELD_UP_MS;
  if (calls === 0 || rateLimited / calls < (heldUp ? LIMITED : MUCH_LIMITED)) return undefined;
  return {
    cause: 'platform-rate-limit',
    says: `The Platform API holds the agents up: ${percent(rateLimited / calls)} of their calls are answered 429.`,
    evidence: [
      `${rateLimited} of ${calls} calls were answered 429`,
      ...(organizationLimited > 0
        ? [`${organizationLimited} 429s named a limit over all tokens of the org, which more tokens do not raise`]
        : []),
      `alerts were accepted within ${seconds(agents.acceptP95Ms)} s (95 %), and the plan takes at most ${seconds(plan.accept.maxMs)} s`,
      `${agents.accepted} conversations were accepted, ${agents.notAnswered} alerts were not answered, and ${tenant.most.waiting} waited at most`,
    ],
    change:
      organizationLimited > rateLimited / 2
        ? `The org is limited, not its tokens: slow all agents down together (agents.reply, agents.perMinute ${plan.perMinute}, agents.count), or ask Genesys for the limits of its assignment service.`
        : `Published are 300 calls a minute for a token: slow the agents down (agents.reply, agents.perMinute ${plan.perMinute}), or see the org's own limits.`,
  };
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

function acceptance({ agents, tenant }: Pick<Reading, 'agents' | 'tenant'>, plan: AgentsPlan): Finding {
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

function wrapUpStall({ agents, tenant }: Reading, plan: AgentsPlan): Finding | undefined {
  const share = tenant.states['after-contact'];
  return share < OFTEN || share < tenant.states.full ? undefined : stall({ agents, tenant }, plan);
}

function stall({ agents, tenant }: Pick<Reading, 'agents' | 'tenant'>, plan: AgentsPlan): Finding {
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

function queueCapacity({ tenant, agents }: Reading, { customers }: Plan, plan: AgentsPlan): Finding | undefined {
  const { full, free } = tenant.states;
  const served = tenant.most.interacting;
  const places = plan.count * plan.capacity;
  // A place that is about to be taken counts as free: where few agents have every place taken in turn, they are full.
  const isTaken = full >= OFTEN || (full + free >= OFTEN && served >= places && customers.sessions > places);
  return isTaken ? capacity({ tenant, agents }, { customers }, plan) : undefined;
}

function capacity(
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
      absent < plan.count * SOMETIMES
        ? 'Every agent on queue is at capacity while conversations wait.'
        : `${absent} of ${plan.count} agents are not on queue while conversations wait, and the others are at capacity.`,
    evidence: [
      `in ${percent(full)} of ${tenant.readings} readings conversations waited while every agent was at capacity`,
      `${tenant.most['on-queue']} agents handled ${served} conversations at most, and ${tenant.most.waiting} waited`,
      `${agents.notAnswered} alerts were not answered`,
    ],
    change:
      absent < plan.count * SOMETIMES
        ? capacityAdvice(customers.sessions, served, tenant.most['on-queue'], plan)
        : BRING_BACK,
  };
}

const BRING_BACK =
  'Look at who takes agents off queue, or never lets them on: presence, roles, membership of the queues that the flow leads to (agents.queues), and other clients of the same users.';

/** No agent came on queue, though the API takes their tokens. */
function nobodyOnQueue({ service, agents }: Reading, plan: AgentsPlan): Finding | undefined {
  const out = service?.shifts['not-on-queue'] ?? 0;
  if (out === 0 || agents.accepted > 0 || out < plan.count * NEARLY_ALL) return undefined;
  return {
    cause: 'queue-capacity',
    says: `${out} of ${plan.count} agents are not on queue: the API let none of them be, so nobody takes conversations.`,
    evidence: [`${out} shifts ended without the agent having been On Queue, and no conversation was accepted`],
    change: BRING_BACK,
  };
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

function routing(
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

const seconds = (ms: number): string => String(Math.round(ms / 100) / 10);
