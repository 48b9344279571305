import type { ConversationActivityResponse, UserMe } from '@headroom/genesys-wire/platform';
import exec from 'k6/execution';
import { ACTIVITY, USER_ME } from '../../genesys/platform/answer-shapes.ts';
import { PlatformClient } from '../../genesys/platform/client.ts';
import { tokenSource } from '../../genesys/platform/token-source.ts';
import type { Emit, WatchEvent } from '../../measures/events.ts';
import { allowedPlanIn } from '../../plan/allowed-plan.ts';
import type { Inputs } from '../../plan/inputs.ts';
import { agentsIn } from '../../plan/refuse.ts';
import { plannedSessions, scheduleOf } from '../../plan/schedule.ts';
import type { AgentsPlan } from '../../plan/schema.ts';
import { hostsOf } from '../../plan/target.ts';
import { wholeIteration } from '../whole-iteration.ts';
import { eachInterval, endOfWatch } from './each-interval.ts';
import { activeIn, type Levels, levelsOf, Plateau, stateOf } from './levels.ts';

/**
 * The one iteration of the scenario `monitor`. It reads the states of conversations and agents, with the first
 * agent's token.
 */
export async function monitorTenant(inputs: Inputs, emit: Emit<WatchEvent>): Promise<void> {
  await wholeIteration(async () => {
    const plan = allowedPlanIn(inputs);
    const agents = agentsIn(plan);
    const lastMs = endOfWatch(plan);
    const client = new PlatformClient(hostsOf(plan.target).api, tokenSource(agents, inputs, 0), {
      lastMs,
      called: emit,
    });
    const schedule = scheduleOf(plan);
    const standstill = new Plateau();
    const capacity = await capacityOf(client, agents);
    await eachInterval(plan, async () => {
      const levels = await readLevels(client, agents);
      if (levels === undefined) return;
      emit({ kind: 'levels', levels });
      const elapsedMs = Date.now() - exec.scenario.startTime;
      if (elapsedMs >= schedule.holdEndsMs) return;
      const state = stateOf(levels, capacity);
      const plateau = standstill.standsStill(activeIn(levels), plannedSessions(plan, schedule, elapsedMs));
      const states = { full: state === 'full', free: state === 'free', 'after-contact': state === 'after-contact' };
      emit({ kind: 'states', states: { ...states, plateau } });
    });
  });
}

/** Only messages count: an org has calls and chats as well. */
const MESSAGES = {
  filter: {
    type: 'and',
    predicates: [{ type: 'dimension', dimension: 'mediaType', operator: 'matches', value: 'message' }],
  },
};

const UTILIZATION = { 'utilization?': { 'message?': { 'maximumCapacity?': 'number' } } } as const;

/** The capacity of an agent, from the org's settings or else from the plan. */
async function capacityOf(client: PlatformClient, agents: AgentsPlan): Promise<number> {
  const me = await client.call<UserMe>('GET', '/api/v2/users/me', '/api/v2/users/me', undefined, { reads: USER_ME });
  if (!me.ok) return agents.capacity;
  const path = `/api/v2/routing/users/${me.body.id}/utilization`;
  type Utilization = { readonly utilization?: { readonly message?: { readonly maximumCapacity?: number } } };
  const own = await client.call<Utilization>('GET', '/api/v2/routing/users/:id/utilization', path, undefined, {
    reads: UTILIZATION,
  });
  return (own.ok ? own.body.utilization?.message?.maximumCapacity : undefined) ?? agents.capacity;
}

async function readLevels(client: PlatformClient, agents: AgentsPlan): Promise<Levels | undefined> {
  const query = (subject: string, metrics: readonly string[], filter: object = {}) => {
    const path = `/api/v2/analytics/${subject}/activity/query`;
    const body = { metrics: metrics.map((metric) => ({ metric })), groupBy: ['queueId'], ...filter };
    return client.call<ConversationActivityResponse>('POST', path, path, body, { reads: ACTIVITY });
  };
  const conversations = await query('conversations', ['oWaiting', 'oAlerting', 'oInteracting'], MESSAGES);
  const routing = await query('routing', ['oOnQueueUsers', 'oUserRoutingStatuses']);
  return conversations.ok && routing.ok ? levelsOf(conversations.body, routing.body, agents) : undefined;
}
