import { gateKeyOf, keyOf } from '../lib/measures/keys.ts';
import { AGENT_SHARES, LATE_ACKS, LOST_SIGN_INS, type VisitGoals } from '../lib/plan/gate-goals.ts';
import { ownVisitGoals, restOf, secondsWanted, visitGoalsOf } from '../lib/plan/goals.ts';
import { plannedVisits, scheduleOf } from '../lib/plan/schedule.ts';
import type { AgentsPlan, Gate, Plan } from '../lib/plan/schema.ts';
import { transportOf } from '../lib/plan/transport-choice.ts';

/**
 * The gates by name. They rest on Rates and Counters only, since k6 sorts all samples of a Trend with a threshold
 * each 2 s (docs/facts/k6.md section 11, hazard 6). None passes on silence: a share of the planned sessions has to
 * have opened.
 *
 * - `explore`: to look around. Fails when nothing opened or a message was lost.
 * - `ci`: fails on 1 % of 503s, of refusals of any status, or of attempts that did not open; on fewer than 95 % of the
 * planned sessions opened, or of their customers present in the hold; on visits that were thrown out; on a message that was not stored once, whole and in
 * order; on slow acknowledgements; where guests sign in, on more than 5 % of sign-ins refused; and in a contact centre on visits that were not answered, or not in time, or whose
 * dialogue was not played to its end.
 * - `strict`: the same with less tolerance, and the first 503 ends the run.
 *
 * The plan's own goals (`goals`) take the place of a gate's shares, and `explore` judges them too.
 *
 * Opened sessions are counted over all visits, so later visits could make up for visits that were refused. So
 * refusals count beside them, at the upgrade and on an open socket. The dense transport cannot tell a 503 from
 * another refusal, so every refusal counts there. In the open model, visits that could not begin count against `ci`
 * from 1 % of those planned, and against `strict` from the first.
 */

type Rule = string | { readonly threshold: string; readonly abortOnFail: boolean };
export type Thresholds = Record<string, Rule[]>;
const share = (planned: number, of: number): number => Math.ceil(planned * of);

/** In every gate: every message that was sent is known to be stored. */
const NOTHING_LOST: Thresholds = {
  [gateKeyOf('messages', { state: 'lost' })]: ['count<1'],
  [gateKeyOf('messages', { state: 'unresolved' })]: ['count<1'],
};

/**
 * The rule on visits that could not begin because every VU was taken. k6 counts them; without a rule they would pass
 * unnoticed.
 */
function visitsBegin(plan: Plan, ofPlanned: number): Thresholds {
  if (plan.customers.model === 'closed') return {};
  const max = Math.floor(plannedVisits(plan, scheduleOf(plan)) * ofPlanned);
  return { [keyOf('dropped_iterations', { scenario: 'customers' })]: [`count<=${max}`] };
}

/** That visits reach their goals, as shares of them. Each gate counts sessions or seconds beside it: an empty Rate holds. */
function visitsReach(plan: Plan, goals: readonly (keyof VisitGoals)[]): Thresholds {
  const wanted = visitGoalsOf(plan);
  return Object.fromEntries(goals.map((goal) => [keyOf('visits', { goal }), [`rate>=${wanted[goal]}`]]));
}

/**
 * The plan's own goals, each in place of the gate's share for it. A Rate without a sample holds, so conversations have
 * to have begun where a goal is about them.
 */
function ownGoals(plan: Plan): Thresholds {
  const { served, wait, ack } = plan.goals ?? {};
  const own = Object.keys(ownVisitGoals(plan)) as (keyof VisitGoals)[];
  const isOfConversations = [served, wait, ack].some((goal) => goal !== undefined);
  return {
    ...visitsReach(plan, own),
    ...(ack === undefined ? {} : { [keyOf('message_ack_slow')]: [`rate<=${restOf(ack.p)}`] }),
    ...(isOfConversations ? { [keyOf('conversations', { state: 'begun' })]: ['count>=1'] } : {}),
  };
}

/** In `ci` and `strict`: sessions stay, customers are present in the hold, and each message is stored once, whole and in order. */
function sessionsStay(plan: Plan): Thresholds {
  const seconds = secondsWanted(plan);
  return {
    ...visitsReach(plan, ['stayed', 'spoke']),
    ...(seconds === 0 ? {} : { [gateKeyOf('session_seconds', { phase: 'hold' })]: [`count>=${seconds}`] }),
    ...(plan.customers.authentication === undefined
      ? {}
      : { [keyOf('guest_sign_in_failed')]: [`rate<=${LOST_SIGN_INS}`] }),
    ...(plan.customers.bot === undefined ? {} : { [keyOf('bot_conversations', { state: 'stuck' })]: ['count<1'] }),
    ...NOTHING_LOST,
    [gateKeyOf('messages', { state: 'altered' })]: ['count<1'],
    [gateKeyOf('messages', { state: 'duplicated' })]: ['count<1'],
    [gateKeyOf('messages', { state: 'reordered' })]: ['count<1'],
    [gateKeyOf('messages_received', { state: 'altered' })]: ['count<1'],
    [gateKeyOf('messages_received', { state: 'twice' })]: ['count<1'],
    [gateKeyOf('messages_received', { state: 'history-only' })]: ['count<1'],
  };
}

/** The gate of the customers' side, which judges what can be judged without agents. */
export function customersGate(plan: Plan): Thresholds {
  const sessions = plan.customers.model === 'open' ? plannedVisits(plan, scheduleOf(plan)) : plan.customers.sessions;
  const refusals = keyOf(transportOf(plan) === 'exact' ? 'ws_upgrade_503' : 'ws_upgrade_refused');
  switch (plan.gate) {
    case 'explore':
      return { [keyOf('guest_sessions_opened')]: ['count>=1'], ...NOTHING_LOST, ...ownGoals(plan) };
    case 'ci':
      return {
        [refusals]: ['rate<0.01'],
        [keyOf('ws_upgrade_refused')]: ['rate<0.01'],
        [keyOf('guest_sessions_opened')]: [`count>=${share(sessions, 0.95)}`],
        [keyOf('guest_sessions_refused')]: [`count<=${Math.floor(sessions * 0.05)}`],
        [keyOf('ws_upgrade_failed')]: ['rate<0.01'],
        [keyOf('generator_late')]: ['rate<0.2'],
        ...visitsBegin(plan, 0.01),
        ...sessionsStay(plan),
        [keyOf('message_ack_slow')]: [`rate<${LATE_ACKS.ci}`],
        ...ownGoals(plan),
      };
    case 'strict':
      return {
        [refusals]: [{ threshold: 'rate<=0', abortOnFail: true }],
        [keyOf('ws_upgrade_failed')]: ['rate<=0'],
        [keyOf('guest_sessions_opened')]: [`count>=${sessions}`],
        [keyOf('guest_sessions_refused')]: ['count<1'],
        [keyOf('generator_late')]: ['rate<0.2'],
        ...visitsBegin(plan, 0),
        ...sessionsStay(plan),
        [keyOf('message_ack_slow')]: [`rate<${LATE_ACKS.strict}`],
        ...ownGoals(plan),
      };
  }
}

/** The gate of the agents' side. Its 503s are those of the notification sockets. */
export function agentsGate(gate: Gate, agents: AgentsPlan): Thresholds {
  const refused = gateKeyOf('ws_sessions', { status: '503', scenario: 'agents' });
  switch (gate) {
    case 'explore':
      return { [keyOf('agents_connected')]: ['count>=1'], ...NOTHING_LOST };
    case 'ci':
      return {
        [refused]: ['count<1'],
        [keyOf('agents_connected')]: [`count>=${share(agents.count, AGENT_SHARES.ci)}`],
        [keyOf('shifts')]: [`rate>=${AGENT_SHARES.ci}`],
        ...NOTHING_LOST,
      };
    case 'strict':
      return {
        [refused]: [{ threshold: 'count<1', abortOnFail: true }],
        [keyOf('agents_connected')]: [`count>=${share(agents.count, AGENT_SHARES.strict)}`],
        [keyOf('agents_refused')]: ['count<1'],
        [keyOf('shifts')]: [`rate>=${AGENT_SHARES.strict}`],
        ...NOTHING_LOST,
        [keyOf('platform_rate_limited')]: ['rate<0.01'],
      };
  }
}

/**
 * The gate of both sides together. Sessions open and messages are acknowledged even where no conversation reaches an
 * agent, so `ci` and `strict` judge whether customers were answered, how soon, and whether their dialogues were played.
 */
export function contactCentreGate(plan: Plan, agents: AgentsPlan): Thresholds {
  return {
    ...customersGate(plan),
    ...agentsGate(plan.gate, agents),
    ...(plan.gate === 'explore' ? {} : customersAreServed(plan)),
  };
}

function customersAreServed(plan: Plan): Thresholds {
  return {
    ...visitsReach(plan, ['answered', 'answered-in-time', 'as-planned']),
    [keyOf('messages', { side: 'agent', state: 'sent' })]: ['count>=1'],
  };
}

/**
 * The gate of storms: each has to take place, and no message may be lost over it. How many sessions come back is the
 * result of a storm, and only `strict` requires it.
 */
export function stormGate(plan: Plan): Thresholds {
  const min = { explore: 1, ci: share(plan.customers.sessions, 0.95), strict: plan.customers.sessions }[plan.gate];
  const rules: Thresholds = { ...NOTHING_LOST };
  for (const reconnect of plan.storm.reconnect) {
    rules[keyOf('storm_sessions', { reconnect, state: 'dropped' })] = [`count>=${min}`];
    if (plan.gate === 'strict') rules[keyOf('storm_sessions', { reconnect, state: 'back' })] = [`count>=${min}`];
  }
  return rules;
}
