import type { AgentsPlan, Plan } from '../../lib/plan/schema.ts';
import type { QueueObservations, RoutingStatus, WrapUpCode } from '../../lib/platform/wire.ts';
import { whole } from '../figures.ts';
import type { Org } from '../platform/org.ts';
import { allOf } from '../platform/pages.ts';
import { type Check, someOf } from './check.ts';

/** What is read of `GET /api/v2/routing/queues/{id}` (genesys.md section 4). */
interface QueueSettings {
  readonly id: string;
  readonly name: string;
  readonly acwSettings?: { readonly wrapupPrompt?: string };
  readonly mediaSettings?: {
    readonly message?: {
      readonly alertingTimeoutSeconds?: number;
      readonly enableAutoAnswer?: boolean;
      readonly enableInactivityTimeout?: boolean;
      readonly inactivityTimeoutSettings?: { readonly timeoutSeconds?: number };
    };
  };
}

/** An entity of `GET /api/v2/routing/queues/{id}/members`. */
interface Member {
  readonly id: string;
  readonly routingStatus?: { readonly status?: RoutingStatus };
}

/** A queue that the plan's conversations are to reach, as the org has it. */
export interface TestQueue extends QueueSettings {
  /** Those who are joined. */
  readonly members: readonly Member[];
  readonly wrapUpCodes: readonly WrapUpCode[];
  /** Conversations in it now: waiting, alerting and interacting. */
  readonly now: number;
}

const QUEUES = '/api/v2/routing/queues';
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PRESENT = ['oWaiting', 'oAlerting', 'oInteracting'];

/** The queues of these names or ids. Throws one line for one that is not there, and `OrgError`. */
export async function readQueues(org: Org, wanted: readonly string[]): Promise<TestQueue[]> {
  const queues: TestQueue[] = [];
  for (const one of wanted) {
    const settings = await settingsOf(org, one);
    const members = await allOf<Member>(org, `${QUEUES}/${settings.id}/members?joined=true`);
    const wrapUpCodes = await allOf<WrapUpCode>(org, `${QUEUES}/${settings.id}/wrapupcodes`);
    queues.push({ ...settings, members, wrapUpCodes, now: await nowIn(org, settings.id) });
  }
  return queues;
}

async function settingsOf(org: Org, wanted: string): Promise<QueueSettings> {
  if (GUID.test(wanted)) return await org.call<QueueSettings>('GET', `${QUEUES}/${wanted}`);
  const found = await allOf<QueueSettings>(org, `${QUEUES}?name=${encodeURIComponent(wanted)}`);
  const queue = found.find(({ name }) => name === wanted);
  if (queue === undefined) throw new Error(`--queue ${wanted}: the org has no such queue; allowed: a name or an id`);
  return await org.call<QueueSettings>('GET', `${QUEUES}/${queue.id}`);
}

async function nowIn(org: Org, queueId: string): Promise<number> {
  const predicates = [{ type: 'dimension', dimension: 'queueId', operator: 'matches', value: queueId }];
  const body = { filter: { type: 'or', predicates }, metrics: PRESENT };
  const { results } = await org.call<QueueObservations>('POST', '/api/v2/analytics/queues/observations/query', body);
  // A group of all media holds what a group of one holds.
  const messages = results.filter(({ group }) => group.mediaType === 'message');
  return messages.flatMap(({ data }) => data).reduce((sum, { stats }) => sum + stats.count, 0);
}

/** `users`: the plan's agents, undefined where nobody could tell who they are. */
export function queueChecks(
  queues: readonly TestQueue[],
  plan: Plan,
  agents: AgentsPlan,
  users: readonly string[] | undefined,
): Check[] {
  return [
    ...memberChecks(queues, agents, users),
    ...queues.flatMap((queue) => settingChecks(queue, plan, agents)),
    ...queues.flatMap(nowChecks),
  ];
}

function memberChecks(
  queues: readonly TestQueue[],
  { count }: AgentsPlan,
  users: readonly string[] | undefined,
): Check[] {
  const what = 'queue members';
  const joined = new Set(queues.flatMap(({ members }) => members.map(({ id }) => id)));
  const names = queues.map(({ name }) => name).join(', ');
  if (users === undefined) {
    const is = `${whole(joined.size)} are joined to ${names}, for ${whole(count)} agents`;
    const change = 'add the agents to the queue, joined';
    return [joined.size >= count ? { what, state: 'ok', is } : { what, state: 'fail', is, change }];
  }
  const ours = new Set(users);
  const missing = users.filter((user) => !joined.has(user));
  const checks: Check[] = [];
  if (missing.length > 0)
    checks.push({
      what,
      state: 'fail',
      is: `${whole(missing.length)} of ${whole(users.length)} agents are not joined to ${names}: ${someOf(missing)}`,
      change: 'add them to the queue, joined',
    });
  else checks.push({ what, state: 'ok', is: `all ${whole(users.length)} agents are joined to ${names}` });
  const others = queues
    .flatMap(({ members }) => members)
    .filter(({ id, routingStatus }) => !ours.has(id) && (routingStatus?.status ?? 'OFF_QUEUE') !== 'OFF_QUEUE');
  const strangers = new Set(others.map(({ id }) => id));
  if (strangers.size > 0)
    checks.push({
      what,
      state: 'warn',
      is: `others of ${names} on queue: ${whole(strangers.size)}. They get conversations of the test and play no part in it`,
      change: 'send them off queue, or test with a queue of its own (headroom provision)',
    });
  return checks;
}

function settingChecks(
  { name, acwSettings, mediaSettings, wrapUpCodes }: TestQueue,
  plan: Plan,
  agents: AgentsPlan,
): Check[] {
  const what = `queue ${name}`;
  const { alertingTimeoutSeconds, enableAutoAnswer, enableInactivityTimeout, inactivityTimeoutSettings } =
    mediaSettings?.message ?? {};
  const checks: Check[] = [];
  const prompt = acwSettings?.wrapupPrompt ?? '';
  if (prompt.startsWith('MANDATORY') && wrapUpCodes.length === 0)
    checks.push({
      what,
      state: 'fail',
      is: `after-contact work is ${prompt}, and the queue has no wrap-up code: agents cannot finish it`,
      change: 'add a wrap-up code to the queue',
    });
  if (alertingTimeoutSeconds !== undefined && agents.accept.maxMs >= alertingTimeoutSeconds * 1_000)
    checks.push({
      what,
      state: 'fail',
      is: `an alert ends after ${alertingTimeoutSeconds} s, and the plan's agents take up to ${agents.accept.maxMs / 1_000} s to accept`,
      change: "raise the queue's alerting timeout, or lower agents.accept",
    });
  if (enableAutoAnswer === true)
    checks.push({
      what,
      state: 'warn',
      is: 'it answers for its agents: how fast they accept is not measured',
      change: 'turn auto-answer off for messages',
    });
  const quietMs = quietestMs(plan, agents);
  const inactiveMs =
    enableInactivityTimeout === true ? (inactivityTimeoutSettings?.timeoutSeconds ?? 0) * 1_000 : undefined;
  if (inactiveMs !== undefined && inactiveMs <= quietMs)
    checks.push({
      what,
      state: 'warn',
      is: `it ends conversations that are quiet for ${inactiveMs / 1_000} s, and the plan lets them be for ${quietMs / 1_000} s`,
      change: "raise the queue's inactivity timeout, or let customers and agents be quicker",
    });
  if (checks.length > 0) return checks;
  const codes = `${whole(wrapUpCodes.length)} wrap-up codes, after-contact work ${prompt || 'as by default'}`;
  return [{ what, state: 'ok', is: `${codes}, alerts for ${alertingTimeoutSeconds ?? '?'} s` }];
}

/** The longest that nobody says anything in a conversation that goes as planned (ms). */
function quietestMs({ customers: { think, pauses, pause } }: Plan, { reply }: AgentsPlan): number {
  return Math.max(reply.maxMs, think.maxMs + (pauses > 0 ? pause.maxMs : 0));
}

function nowChecks({ name, now }: TestQueue): Check[] {
  if (now === 0) return [];
  return [
    {
      what: `queue ${name}`,
      state: 'warn',
      is: `conversations in it now: ${whole(now)}`,
      change: 'headroom cleanup ends what an aborted run left; of others, wait for the end',
    },
  ];
}
