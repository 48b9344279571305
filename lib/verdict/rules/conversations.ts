import { TENANT_STATES } from '../../measures/table/tag-values.ts';
import type { AgentsPlan, Plan } from '../../plan/schema.ts';
import type { Reading } from '../reading/reading.ts';
import { recordOf } from '../reading/record-of.ts';
import { sawEnough } from '../reading/tenant.ts';
import { type Finding, percent, SOME } from './finding.ts';
import { heldUp } from './held-up/held-up.ts';
import { HELD_UP_MS } from './held-up/holders.ts';
import { byStates } from './held-up/joint-states.ts';
import { BRING_BACK, seconds } from './held-up/sayings.ts';
import { servesTooFew } from './service.ts';

/**
 * Causes that keep an open session from being served. The rules rest on the joint states that the monitor read, and
 * on what happened to the agents.
 */

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
