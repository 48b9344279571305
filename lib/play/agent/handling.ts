import type { Conversation, MessageData, Participant } from '@headroom/genesys-wire/platform';
import { pauseMs } from '../../base/backoff.ts';
import { type Random, uniformMs } from '../../base/random.ts';
import type { Ledger } from '../../dialogues/ledger.ts';
import { attributesInMessage, customerAttributes } from '../../genesys/platform/customer-attributes.ts';
import { textOf } from '../../genesys/platform/message-text.ts';
import { communicationsOf } from '../../genesys/platform/participants.ts';
import type { ConversationEvent, Emit, MessageEvent } from '../../measures/events.ts';
import type { AgentsPlan } from '../../plan/schema.ts';
import { isTurn, saidByCustomer } from './customer-texts.ts';
import { Inbox } from './inbox.ts';
import { at, type Done, NEVER, type NextJob, type ReplyJob, type ReplyOutcome } from './job.ts';
import { Replies } from './replies.ts';
import type { FindDialogue } from './role.ts';

export interface HandlingSetup {
  readonly userId: string;
  readonly pace: Pick<AgentsPlan, 'accept' | 'missed' | 'reply' | 'wrapUp'>;
  readonly random: Random;
  readonly findDialogue: FindDialogue;
  /** What customers say to a bot: no turns. Undefined where the plan knows of no bot. */
  readonly saidToBots?: ReadonlySet<string> | undefined;
  readonly emit: Emit<MessageEvent | ConversationEvent>;
}

type State = 'alerting' | 'talking' | 'after-contact' | 'done';

/** How long (ms) the agent waits, after the last turn, for the customer to end the conversation before ending it. */
const LINGER_MS = 15_000;
/** How often a failing call is tried once the conversation is over. Until then it is tried without limit. */
const TRIES = 5;

/** One conversation of an agent, from alerting to wrap-up. Pure: events, answers and time in, jobs out. */
export class Handling {
  readonly #setup: HandlingSetup;
  readonly #replies: Replies;
  readonly #inbox = new Inbox();
  #state: State = 'alerting';
  #participantId = '';
  #communicationId = '';
  #alertedAtMs: number;
  #dueAtMs: number;
  /** How often the server may still be asked for the state of the conversation and the agent's stored texts. */
  #toAsk = 0;
  #wrapUpTries = 0;
  #failures = 0;
  /** A call is under way. The next job waits for its answer. */
  #busy = false;
  #pausedUntilMs = 0;
  #overSinceMs: number | undefined;
  #leftAtMs = 0;
  #wrapUpRequired = false;
  /** The agent is leaving. It reads and says nothing more, and ends and wraps up without a wait. */
  #leaving = false;

  constructor(setup: HandlingSetup, nowMs: number) {
    this.#setup = setup;
    this.#replies = new Replies(setup.findDialogue);
    this.#alertedAtMs = nowMs;
    this.#dueAtMs = this.#answersAtMs(nowMs);
  }

  get done(): boolean {
    return this.#state === 'done' && !this.#busy && this.#toAsk === 0;
  }

  /** The ledger of this agent's replies. */
  get ledger(): Ledger {
    return this.#replies.ledger;
  }

  /** The id of the agent as a participant: the latest one, since a conversation may alert an agent twice. */
  get participantId(): string {
    return this.#participantId;
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
  observe(conversation: Conversation, nowMs: number): void {
    if (this.transcript === '') this.#replies.note(customerAttributes(conversation.participants));
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

  /** When the agent accepts. Infinity for the share of alerts that the agent misses on purpose. */
  #answersAtMs(nowMs: number): number {
    const { pace, random } = this.#setup;
    if (pace.missed > 0 && random() < pace.missed) return Number.POSITIVE_INFINITY;
    return nowMs + uniformMs(pace.accept, random);
  }

  #connected(nowMs: number): void {
    this.#state = 'talking';
    this.#dueAtMs = nowMs;
    this.#setup.emit({ kind: 'conversation', state: 'accepted', afterMs: nowMs - this.#alertedAtMs });
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
    if (nowMs < this.#pausedUntilMs) return { kind: 'wait', untilMs: this.#pausedUntilMs };
    const next = this.#wanted(nowMs);
    if (next.kind !== 'wait') this.#busy = true;
    return next;
  }

  #wanted(nowMs: number): NextJob {
    if (this.#toAsk > 0) return { kind: 'recall' };
    const participantId = this.#participantId;
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
    if (this.#inbox.holds) return { kind: 'read', messageIds: this.#inbox.take() };
    const repeat = this.#replies.repeat();
    const communicationId = this.#communicationId;
    if (repeat !== undefined) return { kind: 'reply', communicationId, ...repeat };
    const next = this.#replies.next();
    if (next?.kind === 'over') {
      this.#overSinceMs ??= nowMs;
      return this.#end(nowMs);
    }
    return next?.kind === 'speak'
      ? at(this.#dueAtMs, nowMs, { kind: 'reply', communicationId, text: next.text })
      : NEVER;
  }

  #end(nowMs: number): NextJob {
    const atMs = (this.#overSinceMs ?? 0) + LINGER_MS;
    return at(atMs, nowMs, { kind: 'end', participantId: this.#participantId });
  }

  /** Takes in the result of a job, which may make the next one due. */
  outcome(done: Done, nowMs: number): void {
    this.#busy = false;
    switch (done.kind) {
      case 'accept':
      case 'end':
        this.#answered(done.result, nowMs);
        break;
      case 'read':
        this.#read(done.job.messageIds, done.result, nowMs);
        break;
      case 'reply':
        this.#replied(done.job, done.result, nowMs);
        break;
      case 'recall':
        this.#recalled(done.result, nowMs);
        break;
      case 'wrap-up':
        this.#wrappedUp(done.result, nowMs);
        break;
    }
  }

  /** Takes in the messages of a `read`. Undefined means that the call failed, so that they are read again. */
  #read(messageIds: readonly string[], messages: readonly MessageData[] | undefined, nowMs: number): void {
    if (messages === undefined) {
      this.#inbox.putBack(messageIds);
      this.#failed(nowMs);
      return;
    }
    this.#failures = 0;
    const texts = saidByCustomer(messages);
    for (const message of texts) {
      const afterMs = Math.max(0, nowMs - Date.parse(message.timestamp));
      this.#setup.emit({ kind: 'message', state: 'delivered', side: 'customer', afterMs });
      if (this.transcript === '') this.#replies.note(attributesInMessage(message));
      if (isTurn(message, this.#setup.saidToBots)) this.#replies.hear(textOf(message) ?? '');
    }
    if (texts.length > 0) this.#dueAtMs = nowMs + uniformMs(this.#setup.pace.reply, this.#setup.random);
  }

  /**
   * Takes in the answer to a reply. A refused reply counts as not sent; most often the customer has just left. After
   * it, and after a reply without an answer, the server is asked for the state of the conversation.
   */
  #replied(reply: ReplyJob, outcome: ReplyOutcome, nowMs: number): void {
    this.#dueAtMs = nowMs + uniformMs(this.#setup.pace.reply, this.#setup.random);
    if (outcome.kind !== 'stored' || this.#isOver) this.ask();
    if (outcome.kind === 'stored') this.#failures = 0;
    else this.#failed(nowMs);
    if (outcome.kind !== 'refused' && this.#replies.said(reply, outcome)) {
      this.#setup.emit({ kind: 'message', state: 'sent', side: 'agent' });
    }
  }

  /** Asks the server for the state of the conversation, until it answers while the conversation goes on. */
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
   * Takes in the agent's texts that the server stored, oldest first; undefined when it could not be asked. The state
   * of the conversation has to be observed before.
   */
  #recalled(texts: readonly string[] | undefined, nowMs: number): void {
    if (texts === undefined) {
      this.#toAsk--;
      this.#failed(nowMs);
      return;
    }
    this.#toAsk = 0;
    if (this.#isOver) this.ledger.verify(texts);
    else this.#replies.settle(texts);
  }

  /** Takes in the answer to an accept or an end. The new state comes as an event, or is asked for after a refusal. */
  #answered(ok: boolean, nowMs: number): void {
    if (!ok) {
      this.#failed(nowMs);
      this.ask();
    }
    if (this.#state === 'alerting') this.#dueAtMs = nowMs + (ok ? LINGER_MS : 0);
    if (this.#overSinceMs !== undefined) this.#overSinceMs = nowMs;
  }

  /** Takes in the answer to a wrap-up. A failed one takes capacity of the agent, so it is tried again a few times. */
  #wrappedUp(ok: boolean, nowMs: number): void {
    if (!ok && ++this.#wrapUpTries < TRIES) {
      this.#failed(nowMs);
      return;
    }
    this.#state = 'done';
    if (ok) this.#setup.emit({ kind: 'conversation', state: 'wrapped-up', afterMs: nowMs - this.#leftAtMs });
  }
}
