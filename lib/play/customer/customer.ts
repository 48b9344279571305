import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import { backoffMs } from '../../base/backoff.ts';
import { delay } from '../../base/delay.ts';
import { type Random, uniformMs } from '../../base/random.ts';
import { streamOf } from '../../base/streams.ts';
import type { Dialogue } from '../../dialogues/dialogue.ts';
import { Part } from '../../dialogues/part.ts';
import { Receipts } from '../../dialogues/receipts.ts';
import { type Deployment, deploymentFor, guestAddress } from '../../genesys/guest/deployment.ts';
import { readHistory } from '../../genesys/guest/history.ts';
import type { GuestSession } from '../../genesys/guest/session.ts';
import { putFile } from '../../genesys/put-file.ts';
import { accountOf, type CustomerEvent, type Emit } from '../../measures/events.ts';

import type { Try } from '../../measures/table/tag-values.ts';
import { refuseOutside } from '../../plan/allowed-plan.ts';
import { isOpened } from '../../plan/asides.ts';
import type { Schedule } from '../../plan/schedule.ts';
import type { Plan } from '../../plan/schema.ts';
import { hostsOf } from '../../plan/target.ts';
import type { Address, Ended, NotOpened, Transport } from '../../transport/connection.ts';
import type { Asides } from './asides.ts';
import { attachmentTurn } from './attachment-turn.ts';
import { BotTalk } from './bot-talk.ts';
import { Opening } from './dialogue-opening.ts';
import { leavesAfter } from './early-leave.ts';
import { FileSending } from './file-sending.ts';
import type { GuestSignIn } from './guest-sign-in.ts';
import type { SignInOf } from './sign-guests-in.ts';
import { Visit } from './visit.ts';

/** What all visits of a run share. */
export interface CustomersRun {
  readonly plan: Plan;
  readonly schedule: Schedule;
  /** Unix ms of the scenario's start. */
  readonly startMs: number;
  readonly transport: Transport;
  /** The VU's one emitter: closures made for each session would cost memory. */
  readonly emit: Emit<CustomerEvent>;
  /** Undefined where all guests stay anonymous. */
  readonly signInOf?: SignInOf | undefined;
}

/** Whether the org shows histories after Clear, as far as the visits of this VU have seen. It outlives an iteration. */
const seen = { history: false };

/** What became of a connection that was not tried. */
const NOT_TRIED = { ended: { kind: 'closed' }, wasReady: false } as const;

/**
 * How often (ms) a session of the exact transport looks at the clock: a quarter of its think time, within 50 to 1,000
 * ms.
 */
function tickMs(plan: Plan): number {
  return Math.min(1_000, Math.max(50, Math.round(plan.customers.think.minMs / 4)));
}

/**
 * One customer's visit, from the first attempt to the farewell. It never lasts longer than the plan's `longestVisit`.
 */
export class Customer {
  readonly #run: CustomersRun;
  readonly #random: Random;
  readonly #visit: Visit;
  readonly #signIn: GuestSignIn | undefined;
  readonly #deployment: Deployment;
  readonly #address: Address;
  readonly #leaveAtMs: number;
  readonly #tickMs: number;
  readonly #attributes: Readonly<Record<string, string>>;
  #attempts = 0;
  /** The next attempt is an echo. */
  #echo = false;
  #latenessMs = 0;

  constructor(run: CustomersRun, number: number, dialogue: Dialogue, attributes: Readonly<Record<string, string>>) {
    const { plan } = run;
    const part = new Part(dialogue, 'customer');
    this.#run = run;
    this.#random = streamOf('customer', plan.seed, number);
    this.#deployment = deploymentFor(plan.deployments, this.#random());
    const beginsAtMs = Date.now();
    this.#leaveAtMs = beginsAtMs + plan.customers.longestVisitMs;
    this.#tickMs = tickMs(plan);
    this.#attributes = attributes;
    this.#address = guestAddress(plan, this.#deployment, 'guest');
    this.#signIn = run.signInOf?.(number, this.#deployment.id);
    this.#visit = new Visit(
      {
        identity: { token: tokenFor(plan), deploymentId: this.#deployment.id, signIn: this.#signIn },
        part,
        receipts: new Receipts(dialogue, 'agent'),
        asides: this.#asides(number, dialogue),
        manner: plan.customers,
        leavesAfter: leavesAfter(plan, number, part.turns),
        random: this.#random,
        beginsAtMs,
        leaveAtMs: this.#leaveAtMs,
        attributes,
        file: this.#fileOf(number, part.turns),
      },
      run.emit,
    );
  }

  /** What visit `number` says beside the turns of this dialogue. */
  #asides(number: number, dialogue: Dialogue): Asides[] {
    const { plan, emit } = this.#run;
    const { bot, agentOpens, think } = plan.customers;
    const asides: Asides[] = bot === undefined ? [] : [new BotTalk(bot, emit)];
    if (agentOpens === undefined || !isOpened(plan.customers, dialogue)) return asides;
    const thinkMs = uniformMs(think, streamOf('opening', plan.seed, number));
    return [...asides, new Opening(agentOpens.say, thinkMs)];
  }

  #fileOf(number: number, turns: number): FileSending | undefined {
    const { plan, emit } = this.#run;
    const turn = attachmentTurn(plan, number, turns);
    return turn === undefined
      ? undefined
      : new FileSending(turn, (to, file) => void putFile(to, file, plan.target), emit);
  }

  /**
   * Plays the visit, and waits for the plan's gap after it: after a refused visit longer, as long as after the last of
   * its tries.
   */
  async visit(): Promise<void> {
    await this.#stay();
    await this.#verify();
    this.#settle();
    if (this.#run.plan.customers.model === 'closed') await this.#rest();
  }

  /** Waits between two visits of a slot. Only the gap after a visit that ended by itself is as the plan has it. */
  async #rest(): Promise<void> {
    const { plan, emit } = this.#run;
    const { end } = this.#visit;
    const { gapMs } = plan.customers;
    if (end !== undefined && end !== 'not-configured') emit({ kind: 'gap', ms: gapMs });
    if (end !== 'not-configured') return await delay(gapMs);
    const waitMs = backoffMs(plan.retry, plan.retry.attempts, this.#random());
    await delay(gapMs + Math.max(0, Math.min(waitMs, this.#leaveAtMs - Date.now())));
  }

  /**
   * Connects until the visit is over or no try is left. Tries are counted from the last time at which the session was
   * configured.
   */
  async #stay(): Promise<void> {
    const { retry } = this.#run.plan;
    for (let failures = 0; ; ) {
      const { ended, wasReady } = (await this.#isSignedIn()) ? await this.#connectOnce() : NOT_TRIED;
      if (this.#visit.end !== undefined) return;
      if (this.#echoes(ended)) {
        await delay(retry.echoMs);
        continue;
      }
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

  /**
   * Whether the visit knocks again at once: after its first attempt was refused. The echo is no try of the plan's `retry`,
   * and does not wait for what the server asks.
   */
  #echoes(ended: Ended): boolean {
    const { echoMs } = this.#run.plan.retry;
    if (ended.kind !== 'refused' || this.#attempts > 1 || echoMs === 0 || !this.#mayTryIn(echoMs)) return false;
    this.#echo = true;
    return true;
  }

  /** Whether the guest may connect: it stays anonymous, or has signed in. One that can no more has ended its visit. */
  async #isSignedIn(): Promise<boolean> {
    if (this.#signIn === undefined || (await this.#signIn.ready(Date.now()))) return true;
    if (this.#signIn.over) this.#visit.notSignedIn();
    return false;
  }

  #mayTryIn(waitMs: number): boolean {
    const { startMs, schedule } = this.#run;
    return Date.now() + waitMs < Math.min(this.#leaveAtMs, startMs + schedule.holdEndsMs);
  }

  /**
   * Reads the history before each try after a drop. What the server stored decides what is said again, and the agent
   * may have talked on. Where the history cannot be read, it is read before the next try.
   */
  async #resume(): Promise<void> {
    const history = await this.#history();
    if (history !== undefined) this.#visit.resume(history, Date.now());
  }

  /**
   * Compares the ledger with the history at the end: what was acknowledged has to be stored. An org that never shows a
   * history after Clear proves nothing by an empty one; where it showed one before, an echo without it is forged. So a
   * VU's first visit, if nothing of it was stored, cannot tell (docs/verify.md).
   */
  async #verify(): Promise<void> {
    const history = await this.#history();
    if (history === undefined) return;
    seen.history ||= history.length > 0;
    if (seen.history) this.#visit.verify(history);
  }

  async #history(): Promise<StructuredMessage[] | undefined> {
    const { jwt } = this.#visit;
    const { plan, emit } = this.#run;
    // Visits with a shared identity share one history.
    if (jwt === undefined || plan.customers.identity === 'shared') return undefined;
    const { origin } = this.#deployment;
    return await readHistory({ api: hostsOf(plan.target).api, origin, jwt }, emit);
  }

  async #connectOnce(): Promise<{ ended: Ended; wasReady: boolean }> {
    let session: GuestSession | undefined;
    let readyAtMs: number | undefined;
    refuseOutside(this.#run.plan);
    const ended = await this.#run.transport(this.#address, this.#tickMs, {
      opened: (wire) => {
        this.#attempted(undefined);
        session = this.#visit.connect(wire, Date.now());
      },
      received: (text) => {
        session?.received(text, Date.now());
        if (session?.ready === true) readyAtMs ??= Date.now();
      },
      tick: (lateMs) => {
        this.#latenessMs = Math.max(this.#latenessMs, lateMs);
        return this.#visit.tick(Date.now());
      },
    });
    if (ended.kind !== 'closed') this.#attempted(ended);
    else if (session !== undefined && readyAtMs !== undefined) this.#closed(session, readyAtMs);
    else if (this.#visit.isConnected) this.#run.emit({ kind: 'session', state: 'refused', reason: 'closed' });
    return { ended, wasReady: readyAtMs !== undefined };
  }

  #closed(session: GuestSession, readyAtMs: number): void {
    const { end, answeredAtMs } = this.#visit;
    if (end === undefined) this.#visit.dropped();
    const quietMs = Date.now() - session.lastFrameAtMs;
    this.#run.emit({ kind: 'session', state: 'closed', reason: end ?? 'dropped', readyAtMs, answeredAtMs, quietMs });
  }

  /**
   * The outcome of an attempt is known; undefined when it opened. It is emitted at once, since a session may last to
   * the end.
   */
  #attempted(ended: NotOpened | undefined): void {
    const again: Try = this.#echo ? 'echo' : 'again';
    this.#run.emit({
      kind: 'attempt',
      ended,
      try: this.#attempts++ === 0 ? 'first' : again,
      deployment: this.#deployment.id,
    });
    this.#echo = false;
  }

  #settle(): void {
    const { transcript = '', customer } = this.#attributes;
    this.#run.emit(this.#visit.over());
    const counts = this.#visit.receipts();
    if (counts !== undefined) this.#run.emit({ kind: 'receipts', side: 'agent', counts });
    this.#run.emit(accountOf(this.#visit.ledger, 'customer', transcript, `customer ${customer}`));
    this.#run.emit({ kind: 'late', ms: this.#latenessMs });
  }
}

/**
 * The token of a guest, which is its session credential: a new UUID v4, or one for all where the plan shares it on
 * purpose.
 */
function tokenFor(plan: Plan): string {
  if (plan.customers.identity === 'unique') return crypto.randomUUID();
  return `5a5a5a5a-0000-4000-8000-${plan.seed.toString(16).padStart(12, '0')}`;
}
