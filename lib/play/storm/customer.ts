import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import { delay } from '../../base/delay.ts';
import { streamOf } from '../../base/streams.ts';
import { Part } from '../../dialogues/part.ts';
import { unscripted } from '../../dialogues/transcript-attribute.ts';
import { deploymentFor, guestAddress } from '../../genesys/guest/deployment.ts';
import { readHistory } from '../../genesys/guest/history.ts';
import { accountOf, type Emit, type StormEvent } from '../../measures/events.ts';
import type { Plan, Reconnect } from '../../plan/schema.ts';
import { hostsOf } from '../../plan/target.ts';
import type { Transport } from '../../transport/connection.ts';
import { monologueOf } from './monologue.ts';
import { StormSession, type StormTimes } from './session.ts';

/** How often (ms) a session looks at the clock. In the exact transport all sessions are dropped within that time. */
const TICK_MS = 250;

export interface StormPart {
  readonly plan: Plan;
  readonly reconnect: Reconnect;
  readonly times: StormTimes;
  readonly transport: Transport;
  /** The number of the session in the run. With the id of the run it is the identity of its customer. */
  readonly number: number;
  readonly customer: string;
  /** The texts from which the customer's turns are made. */
  readonly texts: readonly string[];
  readonly emit: Emit<StormEvent>;
}

/** Plays one session of one storm, from its first attempt to its farewell. */
export async function playStormCustomer(it: StormPart): Promise<void> {
  const { plan, reconnect, times, transport, number, customer, emit } = it;
  const beginsAtMs = Date.now();
  const random = streamOf('storm', plan.seed, number);
  const deployment = deploymentFor(plan.deployments, random());
  const address = guestAddress(plan, deployment, 'guest');
  const identity = { token: crypto.randomUUID(), deploymentId: deployment.id };
  const part = new Part(monologueOf(it.texts, times.leavesMs - beginsAtMs, plan.customers.think), 'customer');
  const attributes = unscripted('storm', customer);
  const visit = { identity, part, asides: [], manner: plan.customers, random, beginsAtMs, attributes };
  const session = new StormSession({ reconnect, retry: plan.retry, times, visit, now: Date.now, emit });

  const history = async (): Promise<StructuredMessage[] | undefined> => {
    const { jwt } = session.visit;
    const { origin } = deployment;
    return jwt === undefined ? undefined : readHistory({ api: hostsOf(plan.target).api, origin, jwt }, emit);
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
  emit(accountOf(session.visit.ledger, 'customer', '', `customer ${customer}`));
  emit({ kind: 'late', ms: lateMs, reconnect });
}
