import type { RunIo } from '@headroom/engine';
import type {
  Conversation,
  EntityListing,
  MessageCommunication,
  PresenceDefinition,
} from '@headroom/genesys-wire/platform';
import { CONVERSATION, PRESENCE_DEFINITION } from '../../lib/genesys/platform/answer-shapes.ts';
import { communicationsOf } from '../../lib/genesys/platform/participants.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { readAgentTokens } from '../platform/agent-tokens.ts';
import { forEachConcurrent } from '../platform/for-each-concurrent.ts';
import type { Org, OrgCalls } from '../platform/org.ts';
import { LoggedInAgent } from './logged-in-agent.ts';
import type { OrgBaseline } from './org-baseline.ts';

const AT_ONCE = 8;

/** Counts of what was ended. */
export interface CleanupCounts {
  ended: number;
  wrappedUp: number;
  offline: number;
  unsubscribed: number;
}

/** Returns the conversation with this id if it is to be ended, else undefined. */
export type ToBeEnded = (id: string) => Promise<Conversation | undefined>;

/** The plan's agents whose tokens the org accepts. Says on stderr how many it rejects. */
export async function loggedInAgents(
  plan: Plan,
  planFile: string,
  calls: OrgCalls,
  io: RunIo,
): Promise<LoggedInAgent[]> {
  const tokens = readAgentTokens(plan, planFile, io.cwd).slice(0, plan.agents?.count);
  const agents: LoggedInAgent[] = [];
  let lost = 0;
  await forEachConcurrent(tokens, AT_ONCE, async (token) => {
    const agent = await LoggedInAgent.withToken(plan.target, token, calls);
    if (agent === undefined) lost++;
    else agents.push(agent);
  });
  if (lost > 0)
    io.stderr.write(`cleanup: ${lost} of ${tokens.length} tokens are good no more: renew them with headroom tokens\n`);
  return agents;
}

/**
 * Sends the agents Offline and ends their conversations. They go off queue first, or each conversation that ends would
 * be replaced by one that waits.
 */
export async function sendAgentsHome(
  org: Org,
  agents: readonly LoggedInAgent[],
  { onQueue }: OrgBaseline,
  done: CleanupCounts,
  meant: ToBeEnded,
  io: RunIo,
): Promise<void> {
  const { entities } = await org.read<EntityListing<PresenceDefinition>>('GET', '/api/v2/presence/definitions', {
    entities: [PRESENCE_DEFINITION],
  });
  const offline = entities.find(({ systemPresence }) => systemPresence === 'Offline');
  const there = new Set(onQueue);
  await forEachConcurrent(agents, AT_ONCE, async (agent) => {
    if (!there.has(agent.id) || offline === undefined) return;
    await agent.goOffline(offline);
    done.offline++;
  });
  let looked = 0;
  await forEachConcurrent(agents, AT_ONCE, async (agent) => {
    for (const conversation of await agent.atHand()) {
      if ((await meant(conversation.id)) === undefined) continue;
      const isOpen = conversation.participants.some((participant) => {
        const state = communicationsOf(participant).at(-1)?.state;
        return participant.userId === agent.id && (state === 'alerting' || state === 'connected');
      });
      await agent.leave(conversation);
      if (isOpen) done.ended++;
      else done.wrappedUp++;
    }
    done.unsubscribed += await agent.unsubscribe();
    if (++looked % 250 === 0) io.stderr.write(`cleanup: ${looked} of ${agents.length} agents done\n`);
  });
}

/** Disconnects conversations that no agent of the plan has, with the OAuth client. */
export async function endConversations(
  org: Org,
  conversations: readonly Conversation[],
  done: CleanupCounts,
): Promise<void> {
  await forEachConcurrent(conversations, AT_ONCE, async ({ id }) => {
    const { participants } = await org.read<Conversation>('GET', `/api/v2/conversations/${id}`, CONVERSATION);
    const customer = participants.find(({ purpose }) => purpose === 'customer');
    const isOver = ({ state }: MessageCommunication) => state === 'disconnected' || state === 'terminated';
    if (customer !== undefined && communicationsOf(customer).every(isOver)) return;
    await org.send('POST', `/api/v2/conversations/${id}/disconnect`);
    done.ended++;
  });
}
