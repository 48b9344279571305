import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import { Ledger } from '../../dialogues/ledger.ts';
import type { ReceiptCounts } from '../../dialogues/receipts.ts';
import type { GuestSession } from '../../genesys/guest/session.ts';
import type { Refusal } from '../../genesys/guest/session-events.ts';
import { inboundTexts, isOfBot } from '../../genesys/guest/stored-texts.ts';
import type { Aside } from './asides.ts';
import type { Course } from './course.ts';
import { Hearing } from './hearing.ts';
import { Manner } from './manner.ts';
import { Speech } from './speech.ts';
import type { VisitEvent, VisitSetup } from './visit-setup.ts';

const NEVER = Number.POSITIVE_INFINITY;
/** A text that was refused for its rate is sent again after this (ms), where the server names no time. */
const SAY_AGAIN_MS = 1_000;
/** After the last turn the visit waits this long (ms) for acknowledgements. Then the history tells what was stored. */
const ACK_MS = 20_000;
/** The turn of an aside in the ledger. */
const OF_NO_TURN = -1;

/**
 * What a customer says and hears in a visit, over all its connections: the turns of the dialogue, asides, and texts that
 * have to be said again. Events and time go in, texts go out on the session that is open.
 */
export class Talk {
  readonly #setup: VisitSetup;
  readonly #emit: (event: VisitEvent) => void;
  readonly #course: Course;
  readonly #hearing: Hearing;
  readonly #manner: Manner;
  readonly #speech: Speech;
  readonly ledger = new Ledger();
  /** How many texts were sent on earlier connections. The history tells their fate, so an echo of one is ignored. */
  #sentBefore = 0;
  #turnsSaid = 0;
  #speakAtMs: number | undefined;

  constructor(setup: VisitSetup, emit: (event: VisitEvent) => void, course: Course) {
    this.#setup = setup;
    this.#emit = emit;
    this.#course = course;
    this.#hearing = new Hearing(setup.part, setup.receipts);
    this.#manner = new Manner(setup.manner, setup.random);
    this.#speech = new Speech(setup, this.ledger);
  }

  /** Whether the customer has said as many turns as the plan lets it. */
  get leavesNow(): boolean {
    return this.#turnsSaid >= this.#setup.leavesAfter;
  }

  /** What was received of the agent's turns, once the visit is over. Who leaves early does not wait for an answer. */
  get receipts(): ReceiptCounts | undefined {
    return this.#hearing.receipts(this.leavesNow ? this.#turnsSaid - 1 : this.#turnsSaid);
  }

  /** A connection has opened. Returns whether nothing was said before. */
  connected(): boolean {
    this.#sentBefore = this.ledger.sendings;
    return this.#sentBefore === 0;
  }

  /** Takes in the history (newest first) while there is no connection. */
  resume(history: readonly StructuredMessage[], nowMs: number): void {
    const texts = inboundTexts(history);
    if (texts.length > 0) this.#begin();
    for (const number of this.ledger.settle(texts)) this.#speech.toSayAgain(number, nowMs);
    if (this.#hearing.resume(history)) this.#course.answered(nowMs);
    const [newest] = history;
    // A question of a bot that came while there was no connection, and that no lost text answers.
    if (newest !== undefined && isOfBot(newest) && this.#speech.again === undefined)
      for (const asides of this.#setup.asides) asides.botSaid?.(newest, undefined, nowMs);
  }

  /** Compares what was said and heard with the history, once the visit is over. */
  verify(history: readonly StructuredMessage[]): void {
    this.ledger.verify(inboundTexts(history));
    this.#hearing.verify(history);
  }

  /** Says what is due. Returns when (Unix ms) to call it again; `over` once nothing more is to be said, or waited for. */
  play(session: GuestSession, nowMs: number): number | 'over' {
    return this.#repeat(session, nowMs) ?? this.#sayAside(session, nowMs) ?? this.#sayTurn(session, nowMs);
  }

  /** Says what has to be said again. Undefined where nothing has. */
  #repeat(session: GuestSession, nowMs: number): number | 'over' | undefined {
    const { again } = this.#speech;
    if (again === undefined) return undefined;
    const atMs = Math.max(again.atMs, this.#speech.nextAtMs);
    if (nowMs < atMs) return atMs;
    this.#speech.sayAgain(session, nowMs);
    return this.play(session, nowMs);
  }

  /** Says the aside that is due. Undefined where none is. */
  #sayAside(session: GuestSession, nowMs: number): number | 'over' | undefined {
    for (const asides of this.#setup.asides) {
      const atMs = asides.dueAtMs(nowMs);
      if (atMs === undefined) continue;
      if (nowMs < atMs) return atMs;
      const aside = asides.take();
      if (aside !== undefined) {
        this.#emit({ kind: 'aside', of: asides.of });
        this.#say(session, aside, OF_NO_TURN, nowMs);
      }
      return this.play(session, nowMs);
    }
    return undefined;
  }

  #sayTurn(session: GuestSession, nowMs: number): number | 'over' {
    const { part, file } = this.#setup;
    const next = part.next();
    const over = next.kind === 'over' || this.leavesNow;
    if (next.kind === 'listen' && !over) return NEVER;
    const acksByMs = this.#speech.saidAtMs + ACK_MS;
    if (over && nowMs < acksByMs && this.ledger.waiting) return acksByMs;
    this.#speakAtMs ??= this.#speaksAtMs(nowMs);
    if (nowMs < this.#speakAtMs) return over ? this.#speakAtMs : this.#manner.type(session, this.#speakAtMs, nowMs);
    const waits = next.kind === 'speak' && !over ? file : undefined;
    const untilMs = waits?.holdUntil(session, this.#turnsSaid, part.turn, nowMs);
    if (untilMs !== undefined) return untilMs;
    this.#speakAtMs = undefined;
    if (next.kind !== 'speak' || over) return 'over';
    part.spoke();
    this.#turnsSaid++;
    this.#say(session, next, next.turn, nowMs);
    return this.play(session, nowMs);
  }

  /** When (Unix ms) a customer who begins to think now has something to say. */
  #speaksAtMs(nowMs: number): number {
    return Math.max(nowMs + this.#manner.thinkMs(), this.#speech.nextAtMs);
  }

  /** Says a turn, or what is of none. */
  #say(session: GuestSession, said: Aside, turn: number, nowMs: number): void {
    this.#speech.say(session, said, turn, nowMs);
    this.#course.said(nowMs);
    this.#emit({ kind: 'message', state: 'sent', side: 'customer' });
  }

  /** The conversation begins when its first message is stored. */
  #begin(): void {
    if (this.#course.begins()) this.#emit({ kind: 'conversation', state: 'begun' });
  }

  /** The org echoed the text with that tracingId. */
  acked(tracingId: string, message: StructuredMessage, roundTripMs: number | undefined): void {
    const number = this.#speech.numberOf(tracingId);
    if (number === undefined || number < this.#sentBefore) return;
    this.#begin();
    this.ledger.acked(number, message.text ?? '');
    if (roundTripMs !== undefined) this.#emit({ kind: 'message', state: 'acked', roundTripMs });
  }

  /** The org refused a text, or another request of the session. */
  refused({ code, tracingId, retryAfterMs }: Refusal, nowMs: number): void {
    const number = this.#speech.numberOf(tracingId);
    if (number === undefined || this.ledger.text(number) === undefined) return;
    this.ledger.refused(number);
    if (code === 429) this.#speech.toSayAgain(number, nowMs + (retryAfterMs ?? SAY_AGAIN_MS));
  }

  /** A person said something. */
  heard(message: StructuredMessage, nowMs: number): void {
    if (!this.#hearing.heard(message)) return;
    for (const asides of this.#setup.asides) asides.personSaid();
    this.#course.answered(nowMs);
    const sentAt = Date.parse(message.channel?.time ?? '');
    if (Number.isNaN(sentAt)) return;
    this.#emit({ kind: 'message', state: 'delivered', side: 'agent', afterMs: Math.max(0, nowMs - sentAt) });
  }

  botSaid(message: StructuredMessage, nowMs: number): void {
    this.#course.botSaid();
    const answersAtMs = this.#speaksAtMs(nowMs);
    for (const asides of this.#setup.asides) asides.botSaid?.(message, nowMs - this.#speech.saidAtMs, answersAtMs);
  }
}
