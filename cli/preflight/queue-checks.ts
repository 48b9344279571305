import type { QueueObservationQueryResponse, RoutingStatus, WrapupCode } from '@headroom/genesys-wire/platform';
import type { ShapeOf } from '../../lib/genesys/platform/shape.ts';
import type { AgentsPlan, Plan } from '../../lib/plan/schema.ts';
import type { Check } from '../../report/read/preflight.ts';
import { formatCount } from '../io/format-count.ts';
import { allPages } from '../platform/all-pages.ts';
import { type Org, unlessStatus } from '../platform/org.ts';
import { firstFew } from './unknown-check.ts';

/** The keys that are read of `GET /api/v2/routing/queues/{id}` (docs/facts/genesys.md section 4). */
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

type Named = Pick<QueueSettings, 'id' | 'name'>;

/** An entity of `GET /api/v2/routing/queues/{id}/members`. */
interface Member {
  readonly id: string;
  readonly routingStatus?: { readonly status?: RoutingStatus };
}

/** A queue of the test, as the org has it. */
export interface TestQueue extends QueueSettings {
  /** The members that are joined. */
  readonly members: readonly Member[];
  readonly wrapUpCodes: readonly WrapupCode[];
  /** The number of conversations in it now: waiting, alerting and interacting. */
  readonly now: number;
}

const SETTINGS: ShapeOf<QueueSettings> = {
  id: 'string',
  name: 'string',
  'acwSettings?': { 'wrapupPrompt?': 'string' },
  'mediaSettings?': {
    'message?': {
      'alertingTimeoutSeconds?': 'number',
      'enableAutoAnswer?': 'boolean',
      'enableInactivityTimeout?': 'boolean',
      'inactivityTimeoutSettings?': { 'timeoutSeconds?': 'number' },
    },
  },
};

const MEMBER: ShapeOf<Member> = { id: 'string', 'routingStatus?': { 'status?': 'string' } };

/** Genesys leaves `data` out of a group in which nothing was observed. */
const OBSERVED: ShapeOf<QueueObservationQueryResponse> = {
  results: [{ group: { 'mediaType?': 'string' }, 'data?': [{ metric: 'string', stats: { count: 'number' } }] }],
};

const QUEUES = '/api/v2/routing/queues';
const PRESENT = ['oWaiting', 'oAlerting', 'oInteracting'];

/** Reads the queues with these ids, without those that are not in the org. Throws `OrgError`. */
export async function readQueues(org: Org, ids: readonly string[]): Promise<TestQueue[]> {
  const queues: TestQueue[] = [];
  for (const id of ids) {
    const settings = await unlessStatus(404, org.read<QueueSettings>('GET', `${QUEUES}/${id}`, SETTINGS));
    if (settings === undefined) continue;
    const members = await allPages<Member>(org, `${QUEUES}/${id}/members?joined=true`, MEMBER);
    const wrapUpCodes = await allPages<WrapupCode>(org, `${QUEUES}/${id}/wrapupcodes`, {
      id: 'string',
      'name?': 'string',
    });
    queues.push({ ...settings, members, wrapUpCodes, now: await nowIn(org, id) });
  }
  return queues;
}

/** The check of a plan that names no queues. It suggests those of an agent, which are probably meant. */
export async function unnamedQueuesCheck(org: Org, user: string | undefined): Promise<Check> {
  const joined =
    user === undefined
      ? []
      : await allPages<Named>(org, `/api/v2/users/${user}/queues?joined=true`, { id: 'string', name: 'string' });
  const theirs = joined.length === 0 ? '' : `; the first agent is in ${firstFew(joined.map(nameAndId))}`;
  return {
    what: 'queues',
    state: 'unknown',
    is: `not looked at, since the plan names none${theirs}`,
    change: 'agents.queues: the ids of those that the flow transfers to',
  };
}

const nameAndId = ({ name, id }: Named) => `${name} (${id})`;

async function nowIn(org: Org, queueId: string): Promise<number> {
  const predicates = [{ type: 'dimension', dimension: 'queueId', operator: 'matches', value: queueId }];
  const body = { filter: { type: 'or', predicates }, metrics: PRESENT };
  const { results } = await org.read<QueueObservationQueryResponse>(
    'POST',
    '/api/v2/analytics/queues/observations/query',
    OBSERVED,
    body,
  );
  // The result has a group for each media type, and one for all of them: only messages count.
  const messages = results.filter(({ group }) => group.mediaType === 'message');
  return messages.flatMap(({ data = [] }) => data).reduce((sum, { stats }) => sum + (stats.count ?? 0), 0);
}

/** Checks the queues of the test. `users`: ids of the plan's agents, undefined when they are unknown. */
export function queueChecks(
  queues: readonly TestQueue[],
  plan: Plan,
  agents: AgentsPlan,
  users: readonly string[] | undefined,
): Check[] {
  const missing = agents.queues.filter((id) => !queues.some((queue) => queue.id === id));
  return [
    ...(missing.length === 0 ? memberChecks(queues, agents, users) : [missingCheck(missing, agents)]),
    ...queues.flatMap((queue) => settingChecks(queue, plan, agents)),
    ...queues.flatMap(nowChecks),
  ];
}

const missingCheck = (missing: readonly string[], { queues }: AgentsPlan): Check => ({
  what: 'queues',
  state: 'fail',
  is: `${missing.length} of ${queues.length} are not in this org: ${firstFew(missing)}`,
  change: 'agents.queues: the ids of queues of this org',
});

function memberChecks(
  queues: readonly TestQueue[],
  { count }: AgentsPlan,
  users: readonly string[] | undefined,
): Check[] {
  const what = 'queue members';
  const joined = new Set(queues.flatMap(({ members }) => members.map(({ id }) => id)));
  const names = queues.map(({ name }) => name).join(', ');
  if (users === undefined) {
    const is = `${formatCount(joined.size)} are joined to ${names}, for ${formatCount(count)} agents`;
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
      is: `${formatCount(missing.length)} of ${formatCount(users.length)} agents are not joined to ${names}: ${firstFew(missing)}`,
      change: 'add them to the queue, joined',
    });
  else checks.push({ what, state: 'ok', is: `all ${formatCount(users.length)} agents are joined to ${names}` });
  const others = queues
    .flatMap(({ members }) => members)
    .filter(({ id, routingStatus }) => !ours.has(id) && (routingStatus?.status ?? 'OFF_QUEUE') !== 'OFF_QUEUE');
  const strangers = new Set(others.map(({ id }) => id));
  if (strangers.size > 0)
    checks.push({
      what,
      state: 'warn',
      is: `others of ${names} on queue: ${formatCount(strangers.size)}. They get conversations of the test and play no part in it`,
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
  const codes = `${formatCount(wrapUpCodes.length)} wrap-up codes, after-contact work ${prompt || 'as by default'}`;
  return [{ what, state: 'ok', is: `${codes}, alerts for ${alertingTimeoutSeconds ?? '?'} s` }];
}

/** The maximum time (ms) without a message in a conversation that goes as planned. */
function quietestMs({ customers: { think, pauses, pause } }: Plan, { reply }: AgentsPlan): number {
  return Math.max(reply.maxMs, think.maxMs + (pauses > 0 ? pause.maxMs : 0));
}

function nowChecks({ name, now }: TestQueue): Check[] {
  if (now === 0) return [];
  return [
    {
      what: `queue ${name}`,
      state: 'warn',
      is: `conversations in it now: ${formatCount(now)}`,
      change: 'headroom cleanup ends what an aborted run left; of others, wait for the end',
    },
  ];
}
