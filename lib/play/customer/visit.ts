import type { SessionResponse, StructuredMessage } from '@headroom/genesys-wire/guest';
import type { Ledger } from '../../dialogues/ledger.ts';
import type { ReceiptCounts } from '../../dialogues/receipts.ts';
import { GuestSession } from '../../genesys/guest/session.ts';
import type { ServerEnding } from '../../genesys/guest/session-endings.ts';
import type { Refusal, SessionEvents, UploadAnswer } from '../../genesys/guest/session-events.ts';
import { refusalOf, type SessionRefusal } from '../../genesys/guest/session-refusals.ts';
import type { VisitOverEvent } from '../../measures/events.ts';
import type { Wire } from '../../transport/connection.ts';
import { Course } from './course.ts';
import { Talk } from './talk.ts';
import type { VisitEnd, VisitEvent, VisitSetup } from './visit-setup.ts';

const NEVER = Number.POSITIVE_INFINITY;
/** How long (ms) the server may take to configure a session, and to confirm the end of a conversation. */
const CONFIGURE_MS = 20_000;
const CLEAR_MS = 5_000;

/**
 * One customer's visit. It plays the customer's turns of a dialogue, waits for the agent's, ends the conversation and
 * leaves. It may span several connections: the visit sees to how it comes in and goes, and its talk to what is said and
 * heard. Events and time go in, frames come out; it does no I/O.
 */
export class Visit implements SessionEvents {
  readonly #setup: VisitSetup;
  readonly #emit: (event: VisitEvent) => void;
  readonly #course = new Course();
  readonly #talk: Talk;
  #session: GuestSession | undefined;
  #connectedAtMs = 0;
  #jwt: string | undefined;
  #clearSentAtMs: number | undefined;
  #askedToWaitMs: number | undefined;
  #end: VisitEnd | undefined;

  constructor(setup: VisitSetup, emit: (event: VisitEvent) => void) {
    this.#setup = setup;
    this.#emit = emit;
    this.#talk = new Talk(setup, emit, this.#course);
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

  get ledger(): Ledger {
    return this.#talk.ledger;
  }

  /**
   * Takes in the history while there is no connection: what the visit missed, and which texts have to be sent again.
   * Best called just before the next connection, since the agent may talk on meanwhile.
   */
  resume(history: readonly StructuredMessage[], nowMs: number): void {
    this.#talk.resume(history, nowMs);
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
    return this.#course.over(this.#end, this.#setup.part, this.#setup.leavesAfter);
  }

  /** Compares the ledger with what the server stored, once the visit is over. */
  verify(history: readonly StructuredMessage[]): void {
    this.#talk.verify(history);
  }

  /** What was received of the agent's turns, once the visit is over. */
  receipts(): ReceiptCounts | undefined {
    return this.#talk.receipts;
  }

  /** Configures the session on a connection that has just opened. Hand the connection's frames to the session. */
  connect(wire: Wire, nowMs: number): GuestSession {
    const session = new GuestSession(this.#setup.identity, wire, this);
    this.#session = session;
    this.#connectedAtMs = nowMs;
    this.#clearSentAtMs = undefined;
    this.#askedToWaitMs = undefined;
    session.opened(nowMs, this.#talk.connected());
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
    const nextMs = this.#talk.play(session, nowMs);
    return Math.min(nextMs === 'over' ? this.#clear(nowMs) : nextMs, clearAtMs, session.tick(nowMs));
  }

  /** Waits until `atMs` for the server to configure the session or to confirm the end, and gives up after that. */
  #until(atMs: number, nowMs: number): number {
    if (nowMs < atMs) return atMs;
    if (this.#session?.ready === true) this.#leave(this.#farewell());
    else this.#notConfigured('silent', undefined);
    return NEVER;
  }

  #farewell(): VisitEnd {
    if (this.#setup.part.complete) return 'complete';
    return this.#talk.leavesNow ? 'left-early' : 'deadline';
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
    this.#talk.acked(tracingId, message, roundTripMs);
  }

  heard(message: StructuredMessage, nowMs: number): void {
    this.#talk.heard(message, nowMs);
  }

  uploadAnswered(answer: UploadAnswer): void {
    this.#setup.file?.answered(answer);
  }

  botSaid(message: StructuredMessage, nowMs: number): void {
    this.#talk.botSaid(message, nowMs);
  }

  ended(ending: ServerEnding): void {
    if (this.#end !== undefined) return;
    const ours = this.#clearSentAtMs !== undefined;
    if (ours || ending === 'cleared') this.#leave(this.#farewell());
    else this.#leave(ending === 'agent-disconnected' && this.#setup.part.complete ? 'complete' : ending);
  }

  unauthorized(another: boolean): void {
    if (this.#session?.ready === false) this.#emit({ kind: 'session', state: 'refused', reason: 'unauthorized' });
    if (another) this.#disconnect();
    else this.#leave('not-configured');
  }

  refused(refusal: Refusal, nowMs: number): void {
    if (this.#session === undefined || this.#end !== undefined) return;
    if (this.#session.ready) this.#talk.refused(refusal, nowMs);
    else this.#notConfigured(refusalOf(refusal.code), refusal.retryAfterMs);
  }
}
