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
import { AnyAgent } from './any-agent.ts';
import { eachInterval, endOfWatch } from './each-interval.ts';
import { activeIn, holdersOf, type Levels, levelsOf, Plateau, stateOf } from './levels.ts';

/**
 * The one iteration of the scenario `monitor`. It reads the states of conversations and agents, with the token of any
 * agent that the API takes. A reading that fails, or is left out while another takes too long, is told as well: until
 * the next one the monitor is blind.
 */
export async function monitorTenant(inputs: Inputs, emit: Emit<WatchEvent>): Promise<void> {
  await wholeIteration(async () => {
    const plan = allowedPlanIn(inputs);
    const agents = agentsIn(plan);
    const lastMs = endOfWatch(plan);
    const { api } = hostsOf(plan.target);
    const org = new AnyAgent(
      agents.count,
      (agent) => new PlatformClient(api, tokenSource(agents, inputs, agent), { lastMs, called: emit }),
    );
    const schedule = scheduleOf(plan);
    const { startTime } = exec.scenario;
    const holdEndsMs = startTime + schedule.holdEndsMs;
    const standstill = new Plateau();
    const capacity = (await org.read((client) => capacityOf(client))) ?? agents.capacity;
    let latestMs = startTime;
    await eachInterval(plan, async () => {
      const begunMs = Date.now();
      const levels = await org.read((client) => readLevels(client, agents));
      const nowMs = Date.now();
      if (begunMs < holdEndsMs) {
        const leftOut = dueWithin(Math.min(nowMs, holdEndsMs) - begunMs, plan.monitor.intervalMs);
        emit({ kind: 'reading', read: levels !== undefined, leftOut, blindMs: nowMs - latestMs });
      }
      if (levels === undefined) return;
      latestMs = nowMs;
      emit({ kind: 'levels', levels });
      const elapsedMs = nowMs - startTime;
      const planned = {
        sessions: plan.customers.sessions,
        agents: elapsedMs < schedule.loginsMs ? undefined : agents.count,
      };
      emit({ kind: 'waiting', tenths: holdersOf(levels, capacity, planned) });
      if (nowMs >= holdEndsMs) return;
      const state = stateOf(levels, capacity);
      const plateau = standstill.standsStill(activeIn(levels), plannedSessions(plan, schedule, elapsedMs));
      const states = { full: state === 'full', free: state === 'free', 'after-contact': state === 'after-contact' };
      emit({ kind: 'states', states: { ...states, plateau } });
    });
  });
}

/** How many readings were due while one took so long (ms). */
const dueWithin = (tookMs: number, intervalMs: number): number => Math.max(0, Math.ceil(tookMs / intervalMs) - 1);

/** Only messages count: an org has calls and chats as well. */
const MESSAGES = {
  filter: {
    type: 'and',
    predicates: [{ type: 'dimension', dimension: 'mediaType', operator: 'matches', value: 'message' }],
  },
};

const UTILIZATION = { 'utilization?': { 'message?': { 'maximumCapacity?': 'number' } } } as const;

/** The capacity of the agent whose token it is, from the org's settings; undefined where they do not tell. */
async function capacityOf(client: PlatformClient): Promise<number | undefined> {
  const me = await client.call<UserMe>('GET', '/api/v2/users/me', '/api/v2/users/me', undefined, { reads: USER_ME });
  if (!me.ok) return undefined;
  const path = `/api/v2/routing/users/${me.body.id}/utilization`;
  type Utilization = { readonly utilization?: { readonly message?: { readonly maximumCapacity?: number } } };
  const own = await client.call<Utilization>('GET', '/api/v2/routing/users/:id/utilization', path, undefined, {
    reads: UTILIZATION,
  });
  return own.ok ? own.body.utilization?.message?.maximumCapacity : undefined;
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
