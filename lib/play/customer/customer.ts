import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import { backoffMs } from '../../base/backoff.ts';
import { delay } from '../../base/delay.ts';
import type { Random } from '../../base/random.ts';
import { streamOf } from '../../base/streams.ts';
import type { Part } from '../../dialogues/part.ts';
import { type Deployment, deploymentFor, guestAddress } from '../../genesys/guest/deployment.ts';
import { readHistory } from '../../genesys/guest/history.ts';
import type { GuestSession } from '../../genesys/guest/session.ts';
import { accountOf, type CustomerEvent, type Emit } from '../../measures/events.ts';
import type { Schedule } from '../../plan/schedule.ts';
import type { Plan } from '../../plan/schema.ts';
import { hostsOf } from '../../plan/target.ts';
import type { Address, Ended, NotOpened, Transport } from '../../transport/connection.ts';
import { leavesAfter } from './early-leave.ts';
import { Visit } from './visit.ts';

/** What all visits of a run share. */
export interface CustomersRun {
  readonly plan: Plan;
  readonly schedule: Schedule;
  /** Unix ms of the scenario's start. */
  readonly startMs: number;
  readonly transport: Transport;
  /** One for all of a VU: a session has no closures of its own. */
  readonly emit: Emit<CustomerEvent>;
}

/** How often a session of the exact transport looks at the clock: a fraction of its think time, within 50 to 1,000 ms. */
function tickMs(plan: Plan): number {
  return Math.min(1_000, Math.max(50, Math.round(plan.customers.think.minMs / 4)));
}

/** One customer's visit, from the first attempt to the farewell. Never longer than the plan's `longestVisit`. */
export class Customer {
  readonly #run: CustomersRun;
  readonly #random: Random;
  readonly #visit: Visit;
  readonly #deployment: Deployment;
  readonly #address: Address;
  readonly #leaveAtMs: number;
  readonly #tickMs: number;
  readonly #attributes: Readonly<Record<string, string>>;
  #attempts = 0;
  #latenessMs = 0;

  constructor(run: CustomersRun, number: number, part: Part, attributes: Readonly<Record<string, string>>) {
    const { plan } = run;
    this.#run = run;
    this.#random = streamOf('customer', plan.seed, number);
    this.#deployment = deploymentFor(plan.deployments, this.#random());
    const beginsAtMs = Date.now();
    this.#leaveAtMs = beginsAtMs + plan.customers.longestVisitMs;
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
        beginsAtMs,
        leaveAtMs: this.#leaveAtMs,
        attributes,
      },
      run.emit,
    );
  }

  /** Gives for how long (ms) another visit is better not begun: one that was refused may as well have tried to the end. */
  async visit(): Promise<number> {
    await this.#stay();
    await this.#verify();
    this.#settle();
    if (this.#visit.end !== 'not-configured') return 0;
    const { retry } = this.#run.plan;
    const waitMs = backoffMs(retry, retry.attempts, this.#random());
    return Math.max(0, Math.min(waitMs, this.#leaveAtMs - Date.now()));
  }

  /** Until the visit is over, or there is no try left. Tries are counted from when the session was last configured. */
  async #stay(): Promise<void> {
    const { retry } = this.#run.plan;
    for (let failures = 0; ; ) {
      const { ended, wasReady } = await this.#connectOnce();
      if (this.#visit.end !== undefined) return;
      failures = wasReady ? 1 : failures + 1;
      if (failures >= retry.attempts) return;
      const asked = ended.kind === 'refused' ? ended.retryAfterMs : this.#visit.askedToWaitMs;
      const waitMs = backoffMs(retry, failures, this.#random(), asked);
      if (!this.#mayTryIn(waitMs)) return;
      this.#run.emit({ kind: 'wait', ms: waitMs });
      await delay(waitMs);
      await this.#resume();
      if (!this.#mayTryIn(0)) return;
    }
  }

  #mayTryIn(waitMs: number): boolean {
    const { startMs, schedule } = this.#run;
    return Date.now() + waitMs < Math.min(this.#leaveAtMs, startMs + schedule.holdEndsMs);
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
    const { plan, emit } = this.#run;
    // The history of a shared identity is that of many visits.
    if (jwt === undefined || plan.customers.identity === 'shared') return undefined;
    const { origin } = this.#deployment;
    return await readHistory({ api: hostsOf(plan.target).api, origin, jwt }, emit);
  }

  async #connectOnce(): Promise<{ ended: Ended; wasReady: boolean }> {
    let session: GuestSession | undefined;
    let wasReady = false;
    const ended = await this.#run.transport(this.#address, this.#tickMs, {
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
      this.#run.emit({ kind: 'session', state: 'closed', reason: this.#visit.end ?? 'dropped' });
    }
    return { ended, wasReady };
  }

  /** One attempt is decided: `undefined` when it opened. Recorded at once, since a session may last to the end. */
  #attempted(ended: NotOpened | undefined): void {
    this.#run.emit({ kind: 'attempt', ended, first: this.#attempts++ === 0 });
  }

  #settle(): void {
    const { transcript = '', customer } = this.#attributes;
    this.#run.emit(accountOf(this.#visit.ledger, 'customer', transcript, `customer ${customer}`));
    this.#run.emit({ kind: 'late', ms: this.#latenessMs });
  }
}

/** A guest's token is its session credential: a fresh UUID v4, or one for all where the plan shares it on purpose. */
function tokenFor(plan: Plan): string {
  if (plan.customers.identity === 'unique') return crypto.randomUUID();
  return `5a5a5a5a-0000-4000-8000-${plan.seed.toString(16).padStart(12, '0')}`;
}
