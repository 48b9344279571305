import type { Conversation, MessageData, Participant } from '@headroom/genesys-wire/platform';
import { uniformMs } from '../../base/random.ts';
import { customerAttributes } from '../../genesys/platform/customer-attributes.ts';
import { communicationsOf, isGone, talkedUntilMs } from '../../genesys/platform/participants.ts';
import { AfterContact } from './after-contact.ts';
import { Alert } from './alert.ts';
import { Asking } from './asking.ts';
import { prepared, replyAgain, replyOrBefore } from './before-reply.ts';
import type { HandlingSetup } from './handling-setup.ts';
import {
  at,
  type Done,
  NEVER,
  type NextJob,
  type Recalled,
  type ReplyJob,
  type ReplyOutcome,
  type TransferResult,
} from './job.ts';
import { Listening } from './listening.ts';
import { Replies } from './replies.ts';

type State = 'alerting' | 'talking' | 'after-contact' | 'done';

/** How long (ms) the agent waits, after the last turn, for the customer to end the conversation before ending it. */
const LINGER_MS = 15_000;
/** How often a failing call is tried once the conversation is over. Until then it is tried without limit. */
const TRIES = 5;

/**
 * An agent's part in a conversation, from alerting to wrap-up. It begins with the conversation, or takes over from an
 * agent who transferred it. Pure: events, answers and time in, jobs out.
 */
export class Handling {
  readonly #setup: HandlingSetup;
  readonly #alert: Alert;
  readonly #replies: Replies;
  readonly #listening: Listening;
  readonly #asking = new Asking();
  readonly #afterContact = new AfterContact();
  #state: State = 'alerting';
  #communicationId = '';
  /** The queue that the conversation came from. */
  #queueId: string | undefined;
  /** Until when (Unix ms) other agents talked before this one did; undefined where none did. */
  #othersUntilMs: number | undefined;
  #dueAtMs: number;
  /** A call is under way. The next job waits for its answer. */
  #busy = false;
  #overSinceMs: number | undefined;
  /** The agent is leaving. It reads and says nothing more, and ends and wraps up without a wait. */
  #leaving = false;

  constructor(setup: HandlingSetup, nowMs: number) {
    this.#setup = setup;
    this.#replies = new Replies(setup.findDialogue);
    this.#listening = new Listening(setup, this.#replies);
    this.#alert = new Alert(setup);
    this.#dueAtMs = this.#alert.begins(nowMs);
  }

  get done(): boolean {
    return this.#state === 'done' && !this.#busy && !this.#asking.isDue && !this.#isToRead;
  }

  /** The ledger of this agent's replies, and the receipts of what the customer said. */
  get replies(): Pick<Replies, 'ledger' | 'receipts'> {
    return this.#replies;
  }

  get conversationId(): string {
    return this.#setup.conversationId;
  }

  get participantId(): string {
    return this.#setup.participantId;
  }

  /** The id of the transcript; empty until it is known. */
  get transcript(): string {
    return this.#replies.transcript;
  }

  /** Whether this agent accepted the conversation, heard the customer, and knows no transcript for it. */
  get unrecognised(): boolean {
    return this.#state !== 'alerting' && this.#replies.unrecognised;
  }

  /** Takes in the conversation as the notification topic or the API shows it. */
  observe({ participants }: Conversation, nowMs: number): void {
    if (this.transcript === '') this.#replies.note(customerAttributes(participants));
    if (this.#state === 'alerting')
      this.#othersUntilMs = talkedUntilMs(participants, this.participantId, this.#alert.atMs);
    const isOut = this.#isOver || isGone(participants.find(({ id }) => id === this.participantId));
    for (const participant of participants) {
      if (participant.purpose === 'customer' && !(isOut && this.#setup.transfer?.made))
        this.#listening.note(participant, isOut);
      else if (participant.id === this.participantId) this.#noteMyself(participant, nowMs);
    }
  }

  #noteMyself(me: Participant, nowMs: number): void {
    const communication = communicationsOf(me).at(-1);
    if (communication === undefined) return;
    const isFirst = this.#communicationId === '';
    this.#communicationId = communication.id;
    this.#queueId = me.queueId ?? this.#queueId;
    this.#afterContact.note(me, communication);
    if (communication.state === 'connected' && this.#state === 'alerting') this.#connected(nowMs);
    else if (communication.state === 'alerting' && isFirst) this.#dueAtMs = this.#alert.begins(nowMs);
    else if (isGone(me)) this.#disconnected(nowMs);
  }

  #connected(nowMs: number): void {
    this.#state = 'talking';
    this.#dueAtMs = nowMs;
    this.#setup.emit({ kind: 'conversation', state: 'accepted', afterMs: nowMs - this.#alert.atMs });
    if (this.#othersUntilMs === undefined) return;
    // What the others said has to be read before this agent says anything.
    this.#setup.emit({ kind: 'transfer', state: 'taken-over' });
    this.#listening.since(this.#othersUntilMs);
    this.ask();
  }

  #disconnected(nowMs: number): void {
    if (this.#state === 'alerting') {
      this.#state = 'done';
      this.#listening.take();
    } else if (this.#state === 'talking') {
      this.#afterContact.begins(nowMs);
      this.#asking.succeeded();
      if (this.#replies.begun || this.#asking.isDue) this.#asking.ask(TRIES);
      this.#state = this.#afterContact.required ? 'after-contact' : 'done';
      this.#dueAtMs = nowMs + (this.#leaving ? 0 : uniformMs(this.#setup.pace.wrapUp, this.#setup.random));
    }
  }

  /** The shift is over. The conversation is ended, if the customer left it open, and wrapped up. */
  leave(nowMs: number): void {
    if (this.#leaving || this.#state === 'alerting') return;
    this.#leaving = true;
    this.#dueAtMs = Math.min(this.#dueAtMs, nowMs);
    this.#overSinceMs = nowMs - LINGER_MS;
  }

  /**
   * The job that is due now, one at a time: it is under way until its `outcome` is given. Otherwise when (Unix ms)
   * the next job is due; infinity while only an event can make one due.
   */
  next(nowMs: number): NextJob {
    if (this.#busy) return NEVER;
    const { pausedUntilMs } = this.#asking;
    if (nowMs < pausedUntilMs) return { kind: 'wait', untilMs: pausedUntilMs };
    const next = this.#wanted(nowMs);
    if (next.kind !== 'wait') this.#busy = true;
    return next;
  }

  /** What the customer said last is accounted for once the conversation is over. */
  get #isToRead(): boolean {
    return this.#isOver && this.#listening.hasUnread;
  }

  #wanted(nowMs: number): NextJob {
    if (this.#asking.isDue) return { kind: 'recall' };
    if (this.#isToRead) return { kind: 'read', messageIds: this.#listening.take() };
    const { participantId } = this;
    switch (this.#state) {
      case 'alerting':
        return at(this.#dueAtMs, nowMs, { kind: 'accept', participantId });
      case 'talking':
        return this.#talk(nowMs);
      case 'after-contact':
        return at(this.#dueAtMs, nowMs, { kind: 'wrap-up', participantId, communicationId: this.#communicationId });
      case 'done':
        return NEVER;
    }
  }

  #talk(nowMs: number): NextJob {
    if (this.#leaving) return this.#end(nowMs);
    const { transfer } = this.#setup;
    // The event that this agent is out of the conversation is on its way, or it was lost.
    if (transfer?.made) return at(this.#dueAtMs, nowMs, { kind: 'recall' });
    if (this.#listening.hasUnread) return { kind: 'read', messageIds: this.#listening.take() };
    const repeat = this.#replies.repeat();
    const communicationId = this.#communicationId;
    if (repeat !== undefined) return replyAgain(this.#setup, communicationId, repeat);
    const next = this.#replies.next();
    if (this.#othersUntilMs === undefined && transfer?.isDue(this.#replies))
      return at(this.#dueAtMs, nowMs, transfer.job(this.participantId, this.#queueId));
    if (next?.kind === 'over') {
      this.#overSinceMs ??= nowMs;
      return this.#end(nowMs);
    }
    if (next?.kind !== 'speak') return NEVER;
    const reply = { kind: 'reply', communicationId, text: next.text } as const;
    const coming = { reply, turn: next.turn, atMs: this.#dueAtMs, progress: this.#replies };
    return replyOrBefore(this.#setup, coming, nowMs);
  }

  #end(nowMs: number): NextJob {
    return at((this.#overSinceMs ?? 0) + LINGER_MS, nowMs, { kind: 'end', participantId: this.participantId });
  }

  /** Takes in the result of a job, which may make the next one due. */
  outcome(done: Done, nowMs: number): void {
    this.#busy = false;
    switch (done.kind) {
      case 'accept':
      case 'end':
        return this.#answered(done.result, nowMs);
      case 'read':
        return this.#read(done.job.messageIds, done.result, nowMs);
      case 'reply':
        return this.#replied(done.job, done.result, nowMs);
      case 'transfer':
        return this.#transferred(done.result, nowMs);
      case 'recall':
        return this.#recalled(done.result, nowMs);
      case 'upload':
      case 'hold':
        if (!prepared(this.#setup, done, this.#replies.nextTurn)) this.#asking.failed(nowMs);
        break;
      case 'wrap-up':
        if (this.#afterContact.wrappedUp(done.result, this.#setup.emit, nowMs)) this.#state = 'done';
        else this.#asking.failed(nowMs);
        break;
    }
  }

  /** Takes in the messages of a `read`. Undefined means that the call failed, so that they are read again. */
  #read(messageIds: readonly string[], messages: readonly MessageData[] | undefined, nowMs: number): void {
    const heard = this.#listening.read(messageIds, messages, nowMs, this.#isOver);
    if (this.#isOver) return;
    if (heard === undefined) this.#asking.failed(nowMs);
    else this.#asking.succeeded();
    if (heard) this.#dueAtMs = nowMs + this.#replyMs();
  }

  #replyMs(): number {
    return uniformMs(this.#setup.pace.reply, this.#setup.random);
  }

  /**
   * Takes in the answer to a reply. A refused reply counts as not sent; most often the customer has just left. After
   * it, and after a reply without an answer, the server is asked for the state of the conversation.
   */
  #replied(reply: ReplyJob, outcome: ReplyOutcome, nowMs: number): void {
    this.#dueAtMs = nowMs + this.#replyMs();
    if (outcome.kind !== 'stored' || this.#isOver) this.ask();
    if (outcome.kind === 'stored') this.#asking.succeeded();
    else this.#asking.failed(nowMs);
    if (outcome.kind !== 'refused' && this.#replies.said(reply, outcome)) {
      this.#setup.emit({ kind: 'message', state: 'sent', side: 'agent' });
    }
  }

  /** Takes in the answer to a transfer. Where it was not made, the agent goes on itself, or tries again. */
  #transferred(result: TransferResult, nowMs: number): void {
    this.#setup.transfer?.answered(result, this.#setup.emit);
    if (result === 'unknown') this.#asking.failed(nowMs);
    else if (!this.#isOver) this.#dueAtMs = nowMs + (result === 'made' ? LINGER_MS : this.#replyMs());
    if (result !== 'refused') this.ask();
  }

  /** Asks the server for the state of the conversation, until it answers while the conversation goes on. */
  ask(): void {
    this.#asking.ask(this.#isOver ? TRIES : Number.POSITIVE_INFINITY);
  }

  get #isOver(): boolean {
    return this.#state === 'after-contact' || this.#state === 'done';
  }

  /**
   * Takes in the agents' texts that the server stored; undefined when it could not be asked. The state of the
   * conversation has to be observed before.
   */
  #recalled(texts: Recalled | undefined, nowMs: number): void {
    if (texts === undefined) return this.#asking.unanswered(nowMs);
    this.#asking.answered();
    if (this.#isOver) this.#replies.ledger.verify(texts.own);
    else this.#replies.settle(texts.own);
    if (!this.#isOver && this.#setup.transfer?.made) this.#dueAtMs = nowMs + LINGER_MS;
    if (this.#othersUntilMs !== undefined) this.#replies.takeOver(texts.others);
  }

  /** Takes in the answer to an accept or an end. The new state comes as an event, or is asked for after a refusal. */
  #answered(ok: boolean, nowMs: number): void {
    if (!ok) {
      this.#asking.failed(nowMs);
      this.ask();
    }
    if (this.#state === 'alerting') this.#dueAtMs = nowMs + (ok ? LINGER_MS : 0);
    if (this.#overSinceMs !== undefined) this.#overSinceMs = nowMs;
  }
}
