import type { RunIo } from '@headroom/engine';
import type {
  Conversation,
  EntityListing,
  MessageCommunication,
  PresenceDefinition,
} from '@headroom/genesys-wire/platform';
import { communicationsOf } from '../../lib/genesys/platform/participants.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { agentTokens } from '../platform/agent-tokens.ts';
import type { Org } from '../platform/org.ts';
import { inTurns } from '../platform/turns.ts';
import { Agent } from './agents.ts';
import type { Baseline } from './baseline.ts';

const AT_ONCE = 8;

/** How much was ended. */
export interface Done {
  ended: number;
  wrappedUp: number;
  offline: number;
  unsubscribed: number;
}

/** The conversation with this id if it is to be ended; undefined for any other. */
export type Meant = (id: string) => Promise<Conversation | undefined>;

/** The plan's agents whose tokens the org still takes. */
export async function loggedIn(plan: Plan, planFile: string, io: RunIo): Promise<Agent[]> {
  const tokens = agentTokens(plan, planFile, io.cwd).slice(0, plan.agents?.count);
  const agents: Agent[] = [];
  let lost = 0;
  await inTurns(tokens, AT_ONCE, async (token) => {
    const agent = await Agent.withToken(plan.target, token);
    if (agent === undefined) lost++;
    else agents.push(agent);
  });
  if (lost > 0)
    io.stderr.write(`cleanup: ${lost} of ${tokens.length} tokens are good no more: renew them with headroom tokens\n`);
  return agents;
}

/** Off queue first, or what is ended makes room for what waits. */
export async function sendAgentsHome(
  org: Org,
  agents: readonly Agent[],
  { onQueue }: Baseline,
  done: Done,
  meant: Meant,
  io: RunIo,
): Promise<void> {
  const { entities } = await org.call<EntityListing<PresenceDefinition>>('GET', '/api/v2/presence/definitions');
  const offline = entities.find(({ systemPresence }) => systemPresence === 'Offline');
  const there = new Set(onQueue);
  await inTurns(agents, AT_ONCE, async (agent) => {
    if (!there.has(agent.id) || offline === undefined) return;
    await agent.goOffline(offline);
    done.offline++;
  });
  let looked = 0;
  await inTurns(agents, AT_ONCE, async (agent) => {
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

/** What no agent of the plan could end, because none has it: the org tears it down. */
export async function endAll(org: Org, conversations: readonly Conversation[], done: Done): Promise<void> {
  await inTurns(conversations, AT_ONCE, async ({ id }) => {
    const { participants } = await org.call<Conversation>('GET', `/api/v2/conversations/${id}`);
    const customer = participants.find(({ purpose }) => purpose === 'customer');
    const isOver = ({ state }: MessageCommunication) => state === 'disconnected' || state === 'terminated';
    if (customer !== undefined && communicationsOf(customer).every(isOver)) return;
    await org.call('POST', `/api/v2/conversations/${id}/disconnect`);
    done.ended++;
  });
}
