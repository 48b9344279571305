import type { Conversation, MessageData, Participant } from '@headroom/genesys-wire/platform';
import { pauseMs } from '../../base/backoff.ts';
import { type Random, uniformMs } from '../../base/random.ts';
import type { Ledger } from '../../dialogues/ledger.ts';
import { communicationsOf } from '../../genesys/platform/participants.ts';
import type { AgentsPlan } from '../../plan/schema.ts';
import { Inbox } from './inbox.ts';
import type { Job, ReplyOutcome } from './job.ts';
import { Replies } from './replies.ts';
import type { FindDialogue } from './role.ts';

/** What handling a conversation measures; times are ms. */
export interface HandlingReport {
  accepted(afterMs: number): void;
  delivered(afterMs: number): void;
  sent(): void;
  /** From the end of the conversation to its wrap-up code. */
  afterContact(ms: number): void;
}

export interface HandlingSetup {
  readonly userId: string;
  readonly pace: Pick<AgentsPlan, 'accept' | 'missed' | 'reply' | 'wrapUp'>;
  readonly random: Random;
  readonly findDialogue: FindDialogue;
}

type State = 'alerting' | 'talking' | 'after-contact' | 'done';

/** A customer who has heard everything ends the conversation; after this the agent does. */
const LINGER_MS = 15_000;
/** How often a call is tried that fails once the conversation is over. While it goes on, tries go on. */
const TRIES = 5;

/** One conversation at an agent's desk, from alerting to wrap-up. Pure: events, answers and time in, jobs out. */
export class Handling {
  readonly #setup: HandlingSetup;
  readonly #report: HandlingReport;
  readonly #replies: Replies;
  readonly #inbox = new Inbox();
  #state: State = 'alerting';
  #participantId = '';
  #communicationId = '';
  #alertedAtMs: number;
  #dueAtMs: number;
  /** How often the server may be asked yet how the conversation stands and what it has stored. */
  #toAsk = 0;
  #wrapUpTries = 0;
  #failures = 0;
  /** A call is out; the next job waits for its answer. */
  #busy = false;
  #pausedUntilMs = 0;
  #overSinceMs: number | undefined;
  #leftAtMs = 0;
  #wrapUpRequired = false;
  /** The agent has to go: nothing is read or said any more, and what is to be done after it is done at once. */
  #leaving = false;

  constructor(setup: HandlingSetup, report: HandlingReport, nowMs: number) {
    this.#setup = setup;
    this.#report = report;
    this.#replies = new Replies(setup.findDialogue);
    this.#alertedAtMs = nowMs;
    this.#dueAtMs = this.#answersAtMs(nowMs);
  }

  get done(): boolean {
    return this.#state === 'done' && !this.#busy && this.#toAsk === 0;
  }

  /** The account of this agent's replies. */
  get ledger(): Ledger {
    return this.#replies.ledger;
  }

  /** This agent's latest part in the conversation. */
  get participantId(): string {
    return this.#participantId;
  }

  /** The id of the transcript; empty until it is known. */
  get transcript(): string {
    return this.#replies.transcript;
  }

  /** The conversation as the notification topic or the API shows it. */
  observe(conversation: Conversation, nowMs: number): void {
    for (const participant of conversation.participants) {
      if (participant.purpose === 'customer') this.#inbox.note(participant);
      else if (participant.userId === this.#setup.userId) this.#noteMyself(participant, nowMs);
    }
  }

  #noteMyself(me: Participant, nowMs: number): void {
    const communication = communicationsOf(me).at(-1);
    if (communication === undefined) return;
    const newTurn = me.id !== this.#participantId;
    if (newTurn && communication.state !== 'alerting' && communication.state !== 'connected') return;
    this.#participantId = me.id;
    this.#communicationId = communication.id;
    if (communication.afterCallWorkRequired === true || me.wrapupRequired === true) this.#wrapUpRequired = true;
    if (communication.state === 'connected' && this.#state === 'alerting') this.#connected(nowMs);
    else if (communication.state === 'alerting' && newTurn) this.#alerted(nowMs);
    else if (communication.state === 'disconnected' || communication.state === 'terminated') {
      this.#disconnected(nowMs);
    }
  }

  #alerted(nowMs: number): void {
    this.#state = 'alerting';
    this.#alertedAtMs = nowMs;
    this.#dueAtMs = this.#answersAtMs(nowMs);
  }

  /** Never, for the share of alerts that this agent misses on purpose. */
  #answersAtMs(nowMs: number): number {
    const { pace, random } = this.#setup;
    if (pace.missed > 0 && random() < pace.missed) return Number.POSITIVE_INFINITY;
    return nowMs + uniformMs(pace.accept, random);
  }

  #connected(nowMs: number): void {
    this.#state = 'talking';
    this.#dueAtMs = nowMs;
    this.#report.accepted(nowMs - this.#alertedAtMs);
  }

  #disconnected(nowMs: number): void {
    if (this.#state === 'alerting') this.#state = 'done';
    else if (this.#state === 'talking') {
      this.#leftAtMs = nowMs;
      this.#failures = 0;
      if (this.#replies.begun || this.#toAsk > 0) this.#toAsk = TRIES;
      this.#state = this.#wrapUpRequired ? 'after-contact' : 'done';
      this.#dueAtMs = nowMs + (this.#leaving ? 0 : uniformMs(this.#setup.pace.wrapUp, this.#setup.random));
    }
  }

  /** The shift is over: the conversation is ended, where the customer left it open, and wrapped up. */
  leave(nowMs: number): void {
    if (this.#leaving || this.#state === 'alerting') return;
    this.#leaving = true;
    this.#dueAtMs = Math.min(this.#dueAtMs, nowMs);
    this.#overSinceMs = nowMs - LINGER_MS;
  }

  /** The next job that is due, at most one at a time; report its outcome before asking again. */
  due(nowMs: number): Job | undefined {
    const job = this.#busy || nowMs < this.#pausedUntilMs ? undefined : this.#next(nowMs);
    if (job !== undefined) this.#busy = true;
    return job;
  }

  #next(nowMs: number): Job | undefined {
    if (this.#toAsk > 0) return { kind: 'recall' };
    if (this.#state === 'talking') return this.#talk(nowMs);
    if (nowMs < this.#dueAtMs) return undefined;
    const participantId = this.#participantId;
    if (this.#state === 'alerting') return { kind: 'accept', participantId };
    if (this.#state === 'after-contact') {
      return { kind: 'wrap-up', participantId, communicationId: this.#communicationId };
    }
    return undefined;
  }

  #talk(nowMs: number): Job | undefined {
    if (this.#leaving) return this.#end(nowMs);
    if (this.#inbox.holds) return { kind: 'read', messageIds: this.#inbox.take() };
    const repeat = this.#replies.repeat();
    if (repeat !== undefined) return { kind: 'reply', communicationId: this.#communicationId, ...repeat };
    const next = this.#replies.next();
    if (next?.kind === 'over') {
      this.#overSinceMs ??= nowMs;
      return this.#end(nowMs);
    }
    if (next?.kind !== 'speak' || nowMs < this.#dueAtMs) return undefined;
    return { kind: 'reply', communicationId: this.#communicationId, text: next.text };
  }

  #end(nowMs: number): Job | undefined {
    const atMs = (this.#overSinceMs ?? 0) + LINGER_MS;
    return nowMs < atMs ? undefined : { kind: 'end', participantId: this.#participantId };
  }

  /** When time alone makes the next job due (Unix ms), or undefined while only an event can. */
  nextAtMs(): number | undefined {
    const atMs = this.#nextAtMs();
    return atMs === undefined ? undefined : Math.max(atMs, this.#pausedUntilMs);
  }

  #nextAtMs(): number | undefined {
    if (this.#busy) return undefined;
    if (this.#toAsk > 0) return 0;
    if (this.#state === 'done') return undefined;
    if (this.#state !== 'talking') return this.#dueAtMs;
    if (this.#leaving) return (this.#overSinceMs ?? 0) + LINGER_MS;
    if (this.#inbox.holds || this.#replies.repeat() !== undefined) return 0;
    const next = this.#replies.next();
    if (next?.kind === 'speak') return this.#dueAtMs;
    return next?.kind === 'over' ? (this.#overSinceMs ?? 0) + LINGER_MS : undefined;
  }

  /** Messages came back from a `read`. `undefined`: the call failed, so they are read again. */
  read(messageIds: readonly string[], messages: readonly MessageData[] | undefined, nowMs: number): void {
    this.#busy = false;
    if (messages === undefined) {
      this.#inbox.putBack(messageIds);
      this.#failed(nowMs);
      return;
    }
    this.#failures = 0;
    const texts = messages
      .filter((message) => message.direction === 'inbound' && message.normalizedMessage?.type !== 'Event')
      .sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
    for (const message of texts) {
      this.#report.delivered(Math.max(0, nowMs - Date.parse(message.timestamp)));
      this.#replies.hear(message);
    }
    if (texts.length > 0) this.#dueAtMs = nowMs + uniformMs(this.#setup.pace.reply, this.#setup.random);
  }

  /**
   * A reply was answered. One that the API refused is not sent at all, most often because the customer has just left;
   * after it, and after one that nobody answered, the server is asked how things stand.
   */
  replied(reply: Extract<Job, { kind: 'reply' }>, outcome: ReplyOutcome, nowMs: number): void {
    this.#busy = false;
    this.#dueAtMs = nowMs + uniformMs(this.#setup.pace.reply, this.#setup.random);
    if (outcome.kind !== 'stored' || this.#isOver) this.ask();
    if (outcome.kind === 'stored') this.#failures = 0;
    else this.#failed(nowMs);
    if (outcome.kind !== 'refused' && this.#replies.said(reply, outcome)) this.#report.sent();
  }

  /** What is known of the conversation may be out of date: the server is asked, until it answers while it goes on. */
  ask(): void {
    this.#toAsk = this.#isOver ? TRIES : Number.POSITIVE_INFINITY;
  }

  get #isOver(): boolean {
    return this.#state === 'after-contact' || this.#state === 'done';
  }

  #failed(nowMs: number): void {
    this.#pausedUntilMs = nowMs + pauseMs(++this.#failures);
  }

  /**
   * What the server stored of this agent, oldest first; undefined when it could not be asked. Where the conversation
   * stands is to be observed before.
   */
  recalled(texts: readonly string[] | undefined, nowMs: number): void {
    this.#busy = false;
    if (texts === undefined) {
      this.#toAsk--;
      this.#failed(nowMs);
      return;
    }
    this.#toAsk = 0;
    if (this.#isOver) this.ledger.verify(texts);
    else this.#replies.settle(texts);
  }

  /** An accept or end was answered; what it changed arrives as an event, or is asked for when it was refused. */
  answered(ok: boolean, nowMs: number): void {
    this.#busy = false;
    if (!ok) {
      this.#failed(nowMs);
      this.ask();
    }
    if (this.#state === 'alerting') this.#dueAtMs = nowMs + (ok ? LINGER_MS : 0);
    if (this.#overSinceMs !== undefined) this.#overSinceMs = nowMs;
  }

  /** The wrap-up was answered: until it succeeds it is tried a few times, since the agent's place is held meanwhile. */
  wrappedUp(ok: boolean, nowMs: number): void {
    this.#busy = false;
    if (!ok && ++this.#wrapUpTries < TRIES) {
      this.#failed(nowMs);
      return;
    }
    this.#state = 'done';
    if (ok) this.#report.afterContact(nowMs - this.#leftAtMs);
  }
}
