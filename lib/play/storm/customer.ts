import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import { delay, LATE_MS } from '../../base/delay.ts';
import { streamFor } from '../../base/random.ts';
import { unscripted } from '../../dialogues/custom-attributes.ts';
import { Part } from '../../dialogues/part.ts';
import { deploymentFor, guestAddress } from '../../genesys/guest/deployment.ts';
import { readHistory } from '../../genesys/guest/history.ts';
import { messageMetrics } from '../../measures/declare/messages.ts';
import { STORM_SECONDS } from '../../measures/declare/names.ts';
import { stormMetrics } from '../../measures/declare/storm.ts';
import { settleAccount } from '../../measures/settle.ts';
import type { Plan, Reconnect } from '../../plan/schema.ts';
import { hostsOf } from '../../plan/target.ts';
import type { Transport } from '../../transport/connection.ts';
import { monologueOf } from './monologue.ts';
import { type StormReport, StormSession, type StormTimes } from './session.ts';

/** In the exact transport everybody is dropped within so long: each sees at its next tick that it is time. */
const TICK_MS = 250;

export interface StormPart {
  readonly plan: Plan;
  readonly reconnect: Reconnect;
  readonly times: StormTimes;
  readonly transport: Transport;
  /** Of the session in the run; with the run's id it is the customer's identity. */
  readonly number: number;
  readonly customer: string;
  /** What the customer's turns are taken from. */
  readonly texts: readonly string[];
}

/** Plays one session of one storm, from its first attempt to its farewell. */
export async function playStormCustomer(it: StormPart): Promise<void> {
  const { plan, reconnect, times, transport, number, customer } = it;
  const random = streamFor(plan.seed ^ 0x5702, number);
  const deployment = deploymentFor(plan.deployments, random());
  const address = guestAddress(plan, deployment, 'guest');
  const identity = { token: crypto.randomUUID(), deploymentId: deployment.id };
  const part = new Part(monologueOf(it.texts, times.leavesMs - Date.now(), plan.customers.think), 'customer');
  const visit = { identity, part, manner: plan.customers, random, attributes: unscripted('storm', customer) };
  const session = new StormSession({ reconnect, retry: plan.retry, times, visit, now: Date.now }, reportOf(reconnect));

  const history = async (): Promise<StructuredMessage[] | undefined> => {
    const { jwt } = session.visit;
    return jwt === undefined ? undefined : readHistory(hostsOf(plan.target).api, deployment.origin, jwt);
  };

  let lateMs = 0;
  let unread = false;
  for (;;) {
    session.tries();
    const ended = await transport(address, TICK_MS, session);
    const endedAtMs = Date.now();
    const waitMs = session.next(ended, random());
    if (waitMs === undefined) break;
    unread ||= ended.kind === 'closed';
    if (unread) {
      // What the server stored decides what is said again.
      const stored = await history();
      if (stored !== undefined) session.visit.resume(stored, Date.now());
      unread = stored === undefined;
    }
    const dueMs = Math.max(Date.now(), endedAtMs + waitMs);
    await delay(dueMs - Date.now());
    lateMs = Math.max(lateMs, Date.now() - dueMs);
  }
  session.over();
  const stored = await history();
  if (stored !== undefined && stored.length > 0) session.visit.verify(stored);
  settleAccount(session.visit.ledger, 'customer', '', `customer ${customer}`);
  stormMetrics.generator_late.add(lateMs > LATE_MS, { reconnect });
}

function reportOf(reconnect: Reconnect): StormReport {
  return {
    state: (state) => stormMetrics.storm_sessions.add(1, { reconnect, state }),
    attempted: (cause, afterMs) => {
      const second = Math.floor(afterMs / 1_000);
      const tags = { reconnect, cause };
      stormMetrics.storm_attempts.add(1, second < STORM_SECONDS ? { ...tags, second: `${second}` } : tags);
    },
    recovered: (afterMs) => stormMetrics.storm_recovery.add(afterMs, { reconnect }),
    sent: () => messageMetrics.messages.add(1, { side: 'customer', state: 'sent' }),
    begun: () => messageMetrics.conversations.add(1, { state: 'begun' }),
  };
}
