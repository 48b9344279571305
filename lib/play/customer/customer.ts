import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import { backoffMs } from '../../base/backoff.ts';
import { delay, LATE_MS } from '../../base/delay.ts';
import { type Random, streamFor } from '../../base/random.ts';
import type { Part } from '../../dialogues/part.ts';
import { type Deployment, deploymentFor, guestAddress } from '../../genesys/guest/deployment.ts';
import { readHistory } from '../../genesys/guest/history.ts';
import type { GuestSession } from '../../genesys/guest/session.ts';
import { customerMetrics } from '../../measures/declare/customer.ts';
import { messageMetrics } from '../../measures/declare/messages.ts';
import type { SessionRefusal } from '../../measures/declare/names.ts';
import { settleAccount } from '../../measures/settle.ts';
import { phaseAt, plannedSessions, type Schedule } from '../../plan/schedule.ts';
import type { Plan } from '../../plan/schema.ts';
import { hostsOf } from '../../plan/target.ts';
import type { Address, Ended, NotOpened, Transport } from '../../transport/connection.ts';
import { causeOf } from '../../transport/upgrade-cause.ts';
import { leavesAfter } from './early-leave.ts';
import { Visit } from './visit.ts';
import type { VisitReport } from './visit-setup.ts';

/** What all visits of a run share. */
export interface CustomersRun {
  readonly plan: Plan;
  readonly schedule: Schedule;
  /** Unix ms of the scenario's start. */
  readonly startMs: number;
  readonly transport: Transport;
}

/** How often a session of the exact transport looks at the clock: a fraction of its think time, within 50 to 1,000 ms. */
function tickMs(plan: Plan): number {
  return Math.min(1_000, Math.max(50, Math.round(plan.customers.think.minMs / 4)));
}

/** One customer's visit, from the first attempt to the farewell. Never longer than the plan's `longestVisit`. */
export class Customer implements VisitReport {
  readonly #transport: Transport;
  readonly #plan: Plan;
  readonly #schedule: Schedule;
  readonly #startMs: number;
  readonly #random: Random;
  readonly #visit: Visit;
  readonly #deployment: Deployment;
  readonly #address: Address;
  readonly #leaveAtMs: number;
  readonly #tickMs: number;
  readonly #attributes: Readonly<Record<string, string>>;
  #firstAttemptMs = 0;
  #attempts = 0;
  #latenessMs = 0;

  constructor(run: CustomersRun, number: number, part: Part, attributes: Readonly<Record<string, string>>) {
    const { plan } = run;
    this.#plan = plan;
    this.#schedule = run.schedule;
    this.#startMs = run.startMs;
    this.#transport = run.transport;
    this.#random = streamFor(plan.seed, number);
    this.#deployment = deploymentFor(plan.deployments, this.#random());
    this.#leaveAtMs = Date.now() + plan.customers.longestVisitMs;
    this.#tickMs = tickMs(plan);
    this.#attributes = attributes;
    this.#address = guestAddress(plan, this.#deployment, 'guest');
    this.#visit = new Visit(
      {
        identity: { token: tokenFor(plan), deploymentId: this.#deployment.id },
        part,
        manner: plan.customers,
        leavesAfter: leavesAfter(plan, number, part.turns),
        random: this.#random,
        leaveAtMs: this.#leaveAtMs,
        attributes,
      },
      this,
    );
  }

  /** Gives for how long (ms) another visit is better not begun: one that was refused may as well have tried to the end. */
  async visit(): Promise<number> {
    await this.#stay();
    await this.#verify();
    this.#settle();
    if (this.#visit.end !== 'not-configured') return 0;
    const { retry } = this.#plan;
    const waitMs = backoffMs(retry, retry.attempts, this.#random());
    return Math.max(0, Math.min(waitMs, this.#leaveAtMs - Date.now()));
  }

  /** Until the visit is over, or there is no try left. Tries are counted from when the session was last configured. */
  async #stay(): Promise<void> {
    const { retry } = this.#plan;
    this.#firstAttemptMs = Date.now();
    for (let failures = 0; ; ) {
      const { ended, wasReady } = await this.#connectOnce();
      if (this.#visit.end !== undefined) return;
      failures = wasReady ? 1 : failures + 1;
      if (failures >= retry.attempts) return;
      const asked = ended.kind === 'refused' ? ended.retryAfterMs : this.#visit.askedToWaitMs;
      const waitMs = backoffMs(retry, failures, this.#random(), asked);
      if (!this.#mayTryIn(waitMs)) return;
      customerMetrics.ws_upgrade_wait.add(waitMs);
      await delay(waitMs);
      await this.#resume();
      if (!this.#mayTryIn(0)) return;
    }
  }

  #mayTryIn(waitMs: number): boolean {
    return Date.now() + waitMs < Math.min(this.#leaveAtMs, this.#startMs + this.#schedule.holdEndsMs);
  }

  /**
   * Before each try after a drop: what the server stored decides what is said again, and the agent has talked on. Where
   * it cannot be read now, it is before the next.
   */
  async #resume(): Promise<void> {
    const history = await this.#history();
    if (history !== undefined) this.#visit.resume(history, Date.now());
  }

  /** At the end: what was acknowledged has to be stored. An org that shows no history after Clear proves nothing. */
  async #verify(): Promise<void> {
    const history = await this.#history();
    if (history !== undefined && history.length > 0) this.#visit.verify(history);
  }

  async #history(): Promise<StructuredMessage[] | undefined> {
    const { jwt } = this.#visit;
    // The history of a shared identity is that of many visits.
    if (jwt === undefined || this.#plan.customers.identity === 'shared') return undefined;
    return await readHistory(hostsOf(this.#plan.target).api, this.#deployment.origin, jwt);
  }

  async #connectOnce(): Promise<{ ended: Ended; wasReady: boolean }> {
    let session: GuestSession | undefined;
    let wasReady = false;
    const ended = await this.#transport(this.#address, this.#tickMs, {
      opened: (wire) => {
        this.#attempted(undefined);
        session = this.#visit.connect(wire, Date.now());
      },
      received: (text) => {
        session?.received(text, Date.now());
        wasReady ||= session?.ready === true;
      },
      tick: (lateMs) => {
        this.#latenessMs = Math.max(this.#latenessMs, lateMs);
        return this.#visit.tick(Date.now());
      },
    });
    if (ended.kind !== 'closed') this.#attempted(ended);
    else if (wasReady) {
      customerMetrics.guest_sessions_closed.add(1, { phase: this.#phase(), reason: this.#visit.end ?? 'dropped' });
    }
    return { ended, wasReady };
  }

  /** One attempt is decided: `undefined` when it opened. Recorded at once, since a session may last to the end. */
  #attempted(ended: NotOpened | undefined): void {
    this.#attempts++;
    const phase = this.#phase();
    // The dense transport cannot see a status, and an empty Rate would pass: its gates rest on the refusals.
    if (ended?.kind !== 'refused' || ended.status !== undefined) {
      customerMetrics.ws_upgrade_503.add(ended?.kind === 'refused' && ended.status === 503, { phase });
    }
    customerMetrics.ws_upgrade_refused.add(ended?.kind === 'refused', { phase });
    customerMetrics.ws_upgrade_failed.add(ended !== undefined, { phase, cause: ended ? causeOf(ended) : 'none' });
    if (ended === undefined) customerMetrics.upgrades_admitted.add(1, { phase });
    else if (
      this.#plan.customers.model === 'closed' &&
      ended.kind === 'refused' &&
      this.#attempts === 1 &&
      phase !== 'teardown'
    ) {
      customerMetrics.planned_at_refusal.add(plannedSessions(this.#plan, this.#schedule, Date.now() - this.#startMs));
    }
  }

  // What the visit measures.

  ready(): void {
    customerMetrics.guest_sessions_opened.add(1, { phase: this.#phase() });
    customerMetrics.guest_session_ready.add(Date.now() - this.#firstAttemptMs);
  }

  notConfigured(reason: SessionRefusal): void {
    customerMetrics.guest_sessions_refused.add(1, { reason });
  }

  sent(): void {
    messageMetrics.messages.add(1, { side: 'customer', state: 'sent' });
  }

  begun(): void {
    messageMetrics.conversations.add(1, { state: 'begun' });
  }

  acked(roundTripMs: number): void {
    customerMetrics.message_ack.add(roundTripMs);
    customerMetrics.message_ack_slow.add(roundTripMs > this.#plan.limits.slowAckMs);
  }

  delivered(afterMs: number): void {
    messageMetrics.message_delivery.add(afterMs, { side: 'agent' });
    messageMetrics.message_delivery_slow.add(afterMs > this.#plan.limits.slowDeliveryMs, { side: 'agent' });
  }

  #settle(): void {
    const { transcript, customer } = this.#attributes;
    settleAccount(this.#visit.ledger, 'customer', transcript ?? '', `customer ${customer}`);
    customerMetrics.generator_lag.add(this.#latenessMs);
    customerMetrics.generator_late.add(this.#latenessMs > LATE_MS);
  }

  #phase(): string {
    return phaseAt(this.#schedule, Date.now() - this.#startMs);
  }
}

/** A guest's token is its session credential: a fresh UUID v4, or one for all where the plan shares it on purpose. */
function tokenFor(plan: Plan): string {
  if (plan.customers.identity === 'unique') return crypto.randomUUID();
  return `5a5a5a5a-0000-4000-8000-${plan.seed.toString(16).padStart(12, '0')}`;
}
