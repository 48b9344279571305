import type { SessionResponse, StructuredMessage } from '@headroom/genesys-wire/guest';
import { Ledger } from '../../dialogues/ledger.ts';
import type { Part } from '../../dialogues/part.ts';
import type { ReceiptCounts } from '../../dialogues/receipts.ts';
import { GuestSession, type Refusal, type SessionEvents, type UploadAnswer } from '../../genesys/guest/session.ts';
import type { ServerEnding } from '../../genesys/guest/session-endings.ts';
import { refusalOf, type SessionRefusal } from '../../genesys/guest/session-refusals.ts';
import { inboundTexts, isOfBot } from '../../genesys/guest/stored-texts.ts';
import type { VisitOverEvent } from '../../measures/events.ts';
import type { Wire } from '../../transport/connection.ts';
import type { BotTalk } from './bot-talk.ts';
import { Course } from './course.ts';
import { Hearing } from './hearing.ts';
import { Manner } from './manner.ts';
import { Speech } from './speech.ts';
import type { VisitEnd, VisitEvent, VisitSetup } from './visit-setup.ts';

const NEVER = Number.POSITIVE_INFINITY;
/** How long (ms) the server may take to configure a session, and to confirm the end of a conversation. */
const CONFIGURE_MS = 20_000;
const CLEAR_MS = 5_000;
/** A text that was refused for its rate is sent again after this (ms), where the server names no time. */
const SAY_AGAIN_MS = 1_000;
/** After the last turn the visit waits this long (ms) for acknowledgements. Then the history tells what was stored. */
const ACK_MS = 20_000;
/** The turn of a text in the ledger that is no turn of the dialogue: an answer to a bot. */
const OF_NO_TURN = -1;

/**
 * One customer's visit. It plays the customer's turns of a dialogue, waits for the agent's, ends the conversation and
 * leaves. It may span several connections. Events and time go in, frames come out; it does no I/O.
 */
export class Visit implements SessionEvents {
  readonly #setup: VisitSetup;
  readonly #emit: (event: VisitEvent) => void;
  readonly #part: Part;
  readonly #bot: BotTalk | undefined;
  readonly #manner: Manner;
  readonly ledger = new Ledger();
  #session: GuestSession | undefined;
  #connectedAtMs = 0;
  readonly #speech: Speech;
  #begun = false;
  readonly #course = new Course();
  /** How many texts were sent on earlier connections. The history tells their fate, so an echo of one is ignored. */
  #sentBefore = 0;
  #turnsSaid = 0;
  #speakAtMs: number | undefined;
  readonly #hearing: Hearing;
  #jwt: string | undefined;
  #clearSentAtMs: number | undefined;
  #askedToWaitMs: number | undefined;
  #end: VisitEnd | undefined;

  constructor(setup: VisitSetup, emit: (event: VisitEvent) => void) {
    this.#setup = setup;
    this.#emit = emit;
    this.#part = setup.part;
    this.#hearing = new Hearing(setup.part, setup.receipts);
    this.#bot = setup.bot;
    this.#manner = new Manner(setup.manner, setup.random);
    this.#speech = new Speech(setup, this.ledger);
  }

  /** Why the visit is over; undefined before. A connection that closes while it is undefined was dropped. */
  get end(): VisitEnd | undefined {
    return this.#end;
  }

  /** It has a connection that it did not close itself. */
  get isConnected(): boolean {
    return this.#session !== undefined && this.#end === undefined;
  }

  /** The wait (ms) that the server asked for when it refused to configure the session on the latest connection. */
  get askedToWaitMs(): number | undefined {
    return this.#askedToWaitMs;
  }

  /** The JWT with which the session's history can be read, once the server has given it. */
  get jwt(): string | undefined {
    return this.#jwt;
  }

  /** Takes in the history just before the next connection: what was missed, and which texts have to be sent again. */
  resume(history: readonly StructuredMessage[], nowMs: number): void {
    const texts = inboundTexts(history);
    if (texts.length > 0) this.#begin();
    for (const number of this.ledger.settle(texts)) this.#speech.toSayAgain(number, nowMs);
    if (this.#hearing.resume(history)) this.#course.answered(nowMs);
    const [newest] = history;
    // A question of a bot that came while there was no connection, and that no lost text answers.
    if (newest !== undefined && isOfBot(newest) && this.#speech.again === undefined)
      this.#bot?.heard(newest, undefined, nowMs);
  }

  /** When (Unix ms) a person first answered; undefined before. */
  get answeredAtMs(): number | undefined {
    return this.#course.answeredAtMs;
  }

  /** The connection closed while the session was configured. Unless the visit gave it up itself, something cut it. */
  dropped(): void {
    if (this.#session !== undefined) this.#course.dropped();
  }

  /** The guest cannot sign in, or no more. There is no connection. */
  notSignedIn(): void {
    this.#end = 'not-configured';
  }

  /** What became of the visit, once no connection will follow. */
  over(): VisitOverEvent {
    return this.#course.over(this.#end, this.#part, this.#begun, this.#setup.leavesAfter);
  }

  /** Compares the ledger with what the server stored, once the visit is over. */
  verify(history: readonly StructuredMessage[]): void {
    this.ledger.verify(inboundTexts(history));
    this.#hearing.verify(history);
  }

  /** What was received of the agent's turns, once the visit is over. Who leaves early does not wait for an answer. */
  receipts(): ReceiptCounts | undefined {
    return this.#hearing.receipts(this.#leavesNow ? this.#turnsSaid - 1 : this.#turnsSaid);
  }

  /** Configures the session on a connection that has just opened. Hand the connection's frames to the session. */
  connect(wire: Wire, nowMs: number): GuestSession {
    const session = new GuestSession(this.#setup.identity, wire, this);
    this.#session = session;
    this.#connectedAtMs = nowMs;
    this.#clearSentAtMs = undefined;
    this.#askedToWaitMs = undefined;
    this.#sentBefore = this.ledger.sendings;
    session.opened(nowMs, this.#sentBefore === 0);
    return session;
  }

  /** Does what is due. Returns when (Unix ms) to call it again; after an event call it at once. */
  tick(nowMs: number): number {
    const session = this.#session;
    if (session === undefined || this.#end !== undefined) return NEVER;
    if (!session.ready) return this.#until(Math.min(this.#connectedAtMs + CONFIGURE_MS, this.#setup.leaveAtMs), nowMs);
    if (this.#clearSentAtMs !== undefined) return this.#until(this.#clearSentAtMs + CLEAR_MS, nowMs);
    const clearAtMs = this.#setup.leaveAtMs - CLEAR_MS;
    if (nowMs >= clearAtMs) return this.#clear(nowMs);
    return Math.min(this.#play(session, nowMs), clearAtMs, session.tick(nowMs));
  }

  /** Waits until `atMs` for the server to configure the session or to confirm the end, and gives up after that. */
  #until(atMs: number, nowMs: number): number {
    if (nowMs < atMs) return atMs;
    if (this.#session?.ready === true) this.#leave(this.#farewell());
    else this.#notConfigured('silent', undefined);
    return NEVER;
  }

  /** Plays what is due of the dialogue. Returns when (Unix ms) to call it again. */
  #play(session: GuestSession, nowMs: number): number {
    const { again } = this.#speech;
    if (again !== undefined) {
      const atMs = Math.max(again.atMs, this.#speech.nextAtMs);
      if (nowMs < atMs) return atMs;
      this.#speech.sayAgain(session, nowMs);
      return this.#play(session, nowMs);
    }
    const answersAtMs = this.#bot?.dueAtMs;
    if (answersAtMs !== undefined) {
      if (nowMs < answersAtMs) return answersAtMs;
      const answer = this.#bot?.answer();
      if (answer !== undefined) this.#say(session, answer.text, OF_NO_TURN, nowMs, answer.payload);
      return this.#play(session, nowMs);
    }
    const next = this.#part.next();
    const over = next.kind === 'over' || this.#leavesNow;
    if (next.kind === 'listen' && !over) return NEVER;
    const acksByMs = this.#speech.saidAtMs + ACK_MS;
    if (over && nowMs < acksByMs && this.ledger.waiting) return acksByMs;
    this.#speakAtMs ??= Math.max(nowMs + this.#manner.thinkMs(), this.#speech.nextAtMs);
    if (nowMs < this.#speakAtMs) return over ? this.#speakAtMs : this.#manner.type(session, this.#speakAtMs, nowMs);
    const waits = next.kind === 'speak' && !over ? this.#setup.file : undefined;
    const untilMs = waits?.holdUntil(session, this.#turnsSaid, this.#part.turn, nowMs);
    if (untilMs !== undefined) return untilMs;
    this.#speakAtMs = undefined;
    if (next.kind !== 'speak' || over) return this.#clear(nowMs);
    this.#part.spoke();
    this.#turnsSaid++;
    this.#say(session, next.text, next.turn, nowMs);
    return this.#play(session, nowMs);
  }

  /** The conversation begins when its first message is stored. */
  #begin(): void {
    if (!this.#begun) this.#emit({ kind: 'conversation', state: 'begun' });
    this.#begun = true;
  }

  get #leavesNow(): boolean {
    return this.#turnsSaid >= this.#setup.leavesAfter;
  }

  #farewell(): VisitEnd {
    if (this.#part.complete) return 'complete';
    return this.#leavesNow ? 'left-early' : 'deadline';
  }

  /** Says a turn, or what is of none. `payload` is that of a quick reply that is pressed. */
  #say(session: GuestSession, text: string, turn: number, nowMs: number, payload?: string): void {
    this.#speech.say(session, text, turn, nowMs, payload);
    this.#course.said(nowMs);
    this.#emit({ kind: 'message', state: 'sent', side: 'customer' });
  }

  /** Ends the conversation. Returns when (Unix ms) the server has to have confirmed it. */
  #clear(nowMs: number): number {
    this.#clearSentAtMs = nowMs;
    this.#session?.clear(nowMs);
    return nowMs + CLEAR_MS;
  }

  /** Gives up the connection where sessions come too fast, and the visit for any other reason. */
  #notConfigured(reason: SessionRefusal, askedToWaitMs: number | undefined): void {
    this.#emit({ kind: 'session', state: 'refused', reason });
    if (reason !== 'too-many') return this.#leave('not-configured');
    this.#askedToWaitMs = askedToWaitMs;
    this.#disconnect();
  }

  #disconnect(): void {
    this.#session?.close(1000);
    this.#session = undefined;
  }

  #leave(end: VisitEnd): void {
    this.#end = end;
    this.#session?.close(1000);
  }

  // The callbacks of its session. They are methods and no closures, since ten thousand visits are open at once.

  ready(_response: SessionResponse, nowMs: number): void {
    this.#course.configured();
    this.#emit({ kind: 'session', state: 'ready', afterMs: nowMs - this.#setup.beginsAtMs });
    this.#session?.askForJwt(nowMs);
  }

  jwtGiven(jwt: string): void {
    this.#jwt = jwt;
  }

  acked(tracingId: string, message: StructuredMessage, roundTripMs: number | undefined): void {
    const number = this.#speech.numberOf(tracingId);
    if (number === undefined || number < this.#sentBefore) return;
    this.#begin();
    this.ledger.acked(number, message.text ?? '');
    if (roundTripMs !== undefined) this.#emit({ kind: 'message', state: 'acked', roundTripMs });
  }

  heard(message: StructuredMessage, nowMs: number): void {
    if (!this.#hearing.heard(message)) return;
    this.#bot?.person();
    this.#course.answered(nowMs);
    const sentAt = Date.parse(message.channel?.time ?? '');
    if (Number.isNaN(sentAt)) return;
    this.#emit({ kind: 'message', state: 'delivered', side: 'agent', afterMs: Math.max(0, nowMs - sentAt) });
  }

  uploadAnswered(answer: UploadAnswer): void {
    this.#setup.file?.answered(answer);
  }

  botSaid(message: StructuredMessage, nowMs: number): void {
    this.#course.botSaid();
    const answersAtMs = Math.max(nowMs + this.#manner.thinkMs(), this.#speech.nextAtMs);
    this.#bot?.heard(message, nowMs - this.#speech.saidAtMs, answersAtMs);
  }

  ended(ending: ServerEnding): void {
    if (this.#end !== undefined) return;
    const ours = this.#clearSentAtMs !== undefined;
    if (ours || ending === 'cleared') this.#leave(this.#farewell());
    else this.#leave(ending === 'agent-disconnected' && this.#part.complete ? 'complete' : ending);
  }

  unauthorized(another: boolean): void {
    if (this.#session?.ready === false) this.#emit({ kind: 'session', state: 'refused', reason: 'unauthorized' });
    if (another) this.#disconnect();
    else this.#leave('not-configured');
  }

  refused({ code, tracingId, retryAfterMs }: Refusal, nowMs: number): void {
    if (this.#session === undefined || this.#end !== undefined) return;
    if (!this.#session.ready) return this.#notConfigured(refusalOf(code), retryAfterMs);
    const number = this.#speech.numberOf(tracingId);
    if (number === undefined || this.ledger.text(number) === undefined) return;
    this.ledger.refused(number);
    if (code === 429) this.#speech.toSayAgain(number, nowMs + (retryAfterMs ?? SAY_AGAIN_MS));
  }
}
