import { limitsOf } from '../../plan/goals.ts';
import { PHASES } from '../../plan/phases.ts';
import { msByPhase, phaseAt, plannedSessions } from '../../plan/schedule.ts';
import type { Plan } from '../../plan/schema.ts';
import { causeOf } from '../../transport/upgrade-cause.ts';
import type { AttemptEvent, BotEvent, CustomerEvent, Emit, SessionEvent, VisitOverEvent } from '../events.ts';
import type { MetricsOf } from '../metric-objects.ts';
import type { SecondState, SignInState, VisitGoal, VisitOutcome } from '../table/tag-values.ts';
import { closedTags, deploymentTag, durationBin, type RunTimes, sixthTag, sliceTag } from './moments.ts';
import { addWithWords } from './refusal.ts';
import {
  recordAccount,
  recordCall,
  recordConversation,
  recordLate,
  recordMessage,
  recordReceipts,
  recordUnexpected,
} from './shared.ts';

/**
 * Records the events of customers.
 *
 * @example
 * const emit = recordCustomers(declareMeasures('customers', inputs), { plan, schedule: scheduleOf(plan), startMs });
 * emit({ kind: 'wait', ms: 1_500 });
 */
export function recordCustomers(metrics: MetricsOf<'customer'>, run: RunTimes): Emit<CustomerEvent> {
  const limits = limitsOf(run.plan);
  return (event) => {
    switch (event.kind) {
      case 'attempt':
        recordAttempt(metrics, run, event);
        break;
      case 'wait':
        metrics.ws_upgrade_wait.add(event.ms);
        break;
      case 'session':
        recordSession(metrics, run, event);
        break;
      case 'gap':
        recordSeconds(metrics, run, 'gap', Date.now(), Date.now() + event.ms);
        break;
      case 'visit':
        recordVisit(metrics, limits, event);
        break;
      case 'message':
        if (event.state === 'acked') {
          metrics.message_ack.add(event.roundTripMs);
          metrics.message_ack_slow.add(event.roundTripMs > limits.slowAckMs);
        } else recordMessage(metrics, limits, event);
        break;
      case 'conversation':
        recordConversation(metrics, event);
        break;
      case 'attachment':
        metrics.attachments?.add(1, { state: event.state });
        break;
      case 'bot':
        recordBot(metrics, event);
        break;
      case 'aside':
        metrics.asides?.add(1, { of: event.of });
        break;
      case 'sign-in':
        metrics.guest_sign_ins?.add(1, { state: event.state });
        recordSignInOutcome(metrics, event.state);
        break;
      case 'receipts':
        recordReceipts(metrics, event);
        break;
      case 'account':
        recordAccount(metrics, event);
        break;
      case 'late':
        metrics.generator_lag.add(event.ms);
        recordLate(metrics, event);
        break;
      case 'call':
        recordCall(metrics, event);
        break;
      case 'unexpected-answer':
        recordUnexpected(metrics, event);
        break;
    }
  };
}

type Customers = MetricsOf<'customer'>;

function recordAttempt(metrics: Customers, run: RunTimes, event: AttemptEvent): void {
  const { ended } = event;
  const { plan, schedule, startMs } = run;
  const nowMs = Date.now();
  const elapsedMs = nowMs - startMs;
  const phase = phaseAt(schedule, elapsedMs);
  const slice = sliceTag(schedule, elapsedMs);
  const refused = ended?.kind === 'refused';
  // The dense transport cannot see a status. A 0 would let a gate on the 503s pass, so its gates rest on all
  // refusals.
  if (ended?.kind !== 'refused' || ended.status !== undefined) {
    metrics.ws_upgrade_503.add(ended?.kind === 'refused' && ended.status === 503, { phase });
  }
  const tags = { phase, try: event.try, ...slice, ...deploymentTag(plan, event.deployment) };
  addWithWords(metrics.ws_upgrade_refused, refused, tags, ended, event.deployment);
  metrics.ws_upgrade_failed.add(ended !== undefined, { phase, cause: ended ? causeOf(ended) : 'none' });
  if (ended === undefined) metrics.upgrades_admitted.add(1, { phase, ...slice, ...sixthTag(phase, nowMs) });
  else if (refused && event.try === 'first' && plan.customers.model === 'closed' && phase !== 'teardown') {
    metrics.planned_at_refusal.add(plannedSessions(plan, schedule, elapsedMs));
  }
}

function recordBot(metrics: MetricsOf<'customer'>, event: BotEvent): void {
  if (event.state === 'answered') metrics.bot_answer?.add(event.afterMs);
  else metrics.bot_conversations?.add(1, { state: event.state });
}

/** A refresh that worked and a call without an answer decide nothing. */
function recordSignInOutcome({ guest_sign_in_failed }: MetricsOf<'customer'>, state: SignInState): void {
  if (state !== 'refreshed' && state !== 'unanswered') guest_sign_in_failed?.add(state !== 'signed-in');
}

function recordSession(metrics: Customers, run: RunTimes, event: SessionEvent): void {
  const { schedule, startMs } = run;
  const nowMs = Date.now();
  const phase = phaseAt(schedule, nowMs - startMs);
  switch (event.state) {
    case 'ready':
      metrics.guest_sessions_opened.add(1, { phase });
      metrics.guest_session_ready.add(event.afterMs);
      break;
    case 'refused':
      metrics.guest_sessions_refused.add(1, { reason: event.reason });
      break;
    case 'closed':
      metrics.guest_sessions_closed.add(1, {
        ...{ phase, reason: event.reason },
        ...closedTags(run, nowMs),
        age: durationBin(nowMs - event.readyAtMs),
        ...(event.reason === 'dropped' ? { quiet: durationBin(event.quietMs) } : {}),
      });
      recordOpen(metrics, run, event.readyAtMs, event.answeredAtMs);
      break;
  }
}

/** Records how long a session that closes now was open, before and after the first answer. */
function recordOpen(metrics: Customers, run: RunTimes, readyAtMs: number, answeredAtMs: number | undefined): void {
  const nowMs = Date.now();
  const servedFromMs = Math.max(readyAtMs, Math.min(answeredAtMs ?? nowMs, nowMs));
  recordSeconds(metrics, run, 'unanswered', readyAtMs, servedFromMs);
  recordSeconds(metrics, run, 'served', servedFromMs, nowMs);
}

function recordSeconds(metrics: Customers, run: RunTimes, state: SecondState, fromMs: number, toMs: number): void {
  const ms = msByPhase(run.schedule, fromMs - run.startMs, toMs - run.startMs);
  for (const phase of PHASES) if (ms[phase] > 0) metrics.session_seconds.add(ms[phase] / 1_000, { phase, state });
}

/** The outcomes of visits that something threw out, or that never came in. */
const THROWN_OUT: readonly VisitOutcome[] = ['cut', 'evicted', 'expired', 'logged-out', 'not-configured', 'refused'];

function recordVisit(metrics: Customers, limits: Plan['limits'], event: VisitOverEvent): void {
  const { outcome, spoke, awaitsAnswer, answeredAfterMs } = event;
  const reached = (goal: VisitGoal, is: boolean) => metrics.visits.add(is, { goal, outcome });
  reached('stayed', !THROWN_OUT.includes(outcome));
  reached('spoke', spoke);
  reached('as-planned', outcome === 'complete' || outcome === 'left-early');
  if (answeredAfterMs !== undefined) metrics.first_answer.add(answeredAfterMs);
  if (!awaitsAnswer) return;
  reached('answered', answeredAfterMs !== undefined);
  reached('answered-in-time', answeredAfterMs !== undefined && answeredAfterMs <= limits.slowAnswerMs);
}
