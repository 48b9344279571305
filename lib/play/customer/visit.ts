import type { SessionResponse, StructuredMessage } from '@headroom/genesys-wire/guest';
import { uniformMs } from '../../base/random.ts';
import { fingerprintOf } from '../../dialogues/fingerprint.ts';
import { Ledger } from '../../dialogues/ledger.ts';
import type { Part } from '../../dialogues/part.ts';
import {
  GuestSession,
  type Refusal,
  type ServerEnding,
  type SessionEvents,
  type Wire,
} from '../../genesys/guest/session.ts';
import type { SessionRefusal } from '../../genesys/guest/session-refusals.ts';
import { agentTurns, inboundTexts } from '../../genesys/guest/stored-texts.ts';
import type { VisitEnd, VisitEvent, VisitSetup } from './visit-setup.ts';

const NEVER = Number.POSITIVE_INFINITY;
/** Nobody says two things faster than this, however little they think: five a second is what a session may say. */
const MIN_INTERVAL_MS = 200;
/** How long the server may take to configure a session, and to confirm the end of a conversation. */
const CONFIGURE_MS = 20_000;
const CLEAR_MS = 5_000;
/** A message refused for its rate is said again after this, when the server names no time. */
const SAY_AGAIN_MS = 1_000;
/** Whoever has said everything waits so long for acknowledgements; then the history tells what was stored. */
const ACK_MS = 20_000;
/** A frame that comes twice does so before as many others have come. */
const LATEST = 4;
/** A guest may say each so often that it is typing, and this customer types for so long. */
const TYPING_MS = 5_000;

/**
 * One customer's visit: plays the customer's turns of a dialogue, waits for the agent's, ends the conversation and
 * leaves. It may span several connections. Pure: events and time in, frames out.
 */
export class Visit implements SessionEvents {
  readonly #setup: VisitSetup;
  readonly #emit: (event: VisitEvent) => void;
  readonly #part: Part;
  /** The account of what was sent. */
  readonly ledger = new Ledger();
  #session: GuestSession | undefined;
  #connectedAtMs = 0;
  /** Before each tracingId: visits that share a session on purpose hear each other's echoes. */
  readonly #mark: string;
  #begun = false;
  /** What was sent before this connection has the history for its answer: an echo of it says nothing new. */
  #sentBefore = 0;
  #turnsSaid = 0;
  #saidAtMs = 0;
  #speakAtMs: number | undefined;
  /** Unix ms of the latest typing event. */
  #typedAtMs = 0;
  /** What has to be said again, in order, and when. */
  readonly #again: { number: number; atMs: number }[] = [];
  #heardTexts = 0;
  /** The ids of the latest few of what was heard, by their fingerprints: a frame that comes twice is one turn. */
  readonly #latestHeard: number[] = [];
  #jwt: string | undefined;
  #clearSentAtMs: number | undefined;
  #askedToWaitMs: number | undefined;
  #end: VisitEnd | undefined;

  constructor(setup: VisitSetup, emit: (event: VisitEvent) => void) {
    this.#setup = setup;
    this.#emit = emit;
    this.#part = setup.part;
    this.#mark = `${Math.floor(setup.random() * 36 ** 6).toString(36)}-`;
  }

  /** Set once the visit is over; a connection that closes before that has been dropped. */
  get end(): VisitEnd | undefined {
    return this.#end;
  }

  /** How long (ms) the server asked to wait, where it refused to configure the session on the latest connection. */
  get askedToWaitMs(): number | undefined {
    return this.#askedToWaitMs;
  }

  /** The pass to the session's history, once the server has given it. */
  get jwt(): string | undefined {
    return this.#jwt;
  }

  /**
   * There is no connection: takes from the history what the visit missed, and what it has to say again. Best just before
   * the next one, since the agent talks on meanwhile.
   */
  resume(history: readonly StructuredMessage[], nowMs: number): void {
    const texts = inboundTexts(history);
    if (texts.length > 0) this.#begin();
    for (const number of this.ledger.settle(texts)) this.#toSayAgain(number, nowMs);
    const heard = agentTurns(history);
    for (; this.#heardTexts < heard; this.#heardTexts++) this.#part.hear();
  }

  /** The visit is over: compares the account with what the server stored. */
  verify(history: readonly StructuredMessage[]): void {
    this.ledger.verify(inboundTexts(history));
  }

  /** A connection is open: configures the session on it. Hand its frames to the session that comes back. */
  connect(wire: Wire, nowMs: number): GuestSession {
    const session = new GuestSession(this.#setup.identity, wire, this);
    this.#session = session;
    this.#connectedAtMs = nowMs;
    this.#clearSentAtMs = undefined;
    this.#askedToWaitMs = undefined;
    this.#sentBefore = this.ledger.sendings;
    session.opened(nowMs);
    return session;
  }

  /**
   * Does what is due. Says when (Unix ms) time alone makes something due again; call it then, or at least every few
   * hundred ms, and after each event.
   */
  tick(nowMs: number): number {
    const session = this.#session;
    if (session === undefined || this.#end !== undefined) return NEVER;
    if (!session.ready) return this.#until(Math.min(this.#connectedAtMs + CONFIGURE_MS, this.#setup.leaveAtMs), nowMs);
    if (this.#clearSentAtMs !== undefined) return this.#until(this.#clearSentAtMs + CLEAR_MS, nowMs);
    const clearAtMs = this.#setup.leaveAtMs - CLEAR_MS;
    if (nowMs >= clearAtMs) return this.#clear(nowMs);
    return Math.min(this.#play(session, nowMs), clearAtMs, session.tick(nowMs));
  }

  /** The server has until then to do its part: to configure the session, or to confirm the end. */
  #until(atMs: number, nowMs: number): number {
    if (nowMs < atMs) return atMs;
    if (this.#session?.ready === true) this.#leave(this.#farewell());
    else this.#notConfigured('silent', undefined);
    return NEVER;
  }

  /** Says when (Unix ms) it has to be called again. */
  #play(session: GuestSession, nowMs: number): number {
    const [again] = this.#again;
    if (again !== undefined) {
      const atMs = Math.max(again.atMs, this.#saidAtMs + MIN_INTERVAL_MS);
      if (nowMs < atMs) return atMs;
      this.#sayAgain(session, again.number, nowMs);
      return this.#play(session, nowMs);
    }
    const next = this.#part.next();
    const over = next.kind === 'over' || this.#leavesNow;
    if (next.kind === 'listen' && !over) return NEVER;
    const acksByMs = this.#saidAtMs + ACK_MS;
    if (over && nowMs < acksByMs && this.ledger.waiting) return acksByMs;
    this.#speakAtMs ??= Math.max(nowMs + this.#thinkMs(), this.#saidAtMs + MIN_INTERVAL_MS);
    if (nowMs < this.#speakAtMs) return over ? this.#speakAtMs : this.#type(session, this.#speakAtMs, nowMs);
    this.#speakAtMs = undefined;
    if (next.kind !== 'speak' || over) return this.#clear(nowMs);
    this.#part.spoke();
    this.#say(session, next.text, next.turn, nowMs);
    return this.#play(session, nowMs);
  }

  /** The first message that is stored begins the conversation. */
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

  #thinkMs(): number {
    const { manner, random } = this.#setup;
    const pauses = manner.pauses > 0 && random() < manner.pauses;
    return uniformMs(manner.think, random) + (pauses ? uniformMs(manner.pause, random) : 0);
  }

  /** Says when (Unix ms) there is something to type or to say. */
  #type(session: GuestSession, speakAtMs: number, nowMs: number): number {
    if (!this.#setup.manner.typing) return speakAtMs;
    const typesAtMs = Math.max(speakAtMs - TYPING_MS, this.#typedAtMs + TYPING_MS);
    if (nowMs < typesAtMs) return Math.min(typesAtMs, speakAtMs);
    this.#typedAtMs = nowMs;
    session.type(nowMs);
    return speakAtMs;
  }

  #say(session: GuestSession, text: string, turn: number, nowMs: number): void {
    this.#turnsSaid++;
    this.#saidAtMs = nowMs;
    session.say(this.#tracingId(this.ledger.sent(text, turn)), text, this.#setup.attributes, nowMs);
    this.#emit({ kind: 'message', state: 'sent', side: 'customer' });
  }

  /** In the order of the transcript: of those that wait for it, some may have been said again and lost again. */
  #toSayAgain(number: number, atMs: number): void {
    this.#again.push({ number, atMs });
    this.#again.sort((a, b) => this.ledger.turn(a.number) - this.ledger.turn(b.number));
  }

  #sayAgain(session: GuestSession, number: number, nowMs: number): void {
    this.#again.shift();
    const text = this.ledger.text(number) ?? '';
    this.#saidAtMs = nowMs;
    session.say(this.#tracingId(this.ledger.resent(number)), text, this.#setup.attributes, nowMs);
  }

  #tracingId(number: number): string {
    return `${this.#mark}${number}`;
  }

  /** The number of a message that this visit sent under that tracingId. */
  #numberOf(tracingId: string | undefined): number | undefined {
    return tracingId?.startsWith(this.#mark) ? Number(tracingId.slice(this.#mark.length)) : undefined;
  }

  /** Says by when (Unix ms) the server is to confirm it. */
  #clear(nowMs: number): number {
    this.#clearSentAtMs = nowMs;
    this.#session?.clear(nowMs);
    return nowMs + CLEAR_MS;
  }

  /** Too many at once is no end: the connection is given up, and there may be another. */
  #notConfigured(reason: SessionRefusal, askedToWaitMs: number | undefined): void {
    this.#emit({ kind: 'session', state: 'refused', reason });
    if (reason !== 'too-many') {
      this.#leave('not-configured');
      return;
    }
    this.#askedToWaitMs = askedToWaitMs;
    this.#session?.close(1000);
    this.#session = undefined;
  }

  #leave(end: VisitEnd): void {
    this.#end = end;
    this.#session?.close(1000);
  }

  // What its session tells it: methods, not a bag of closures, since ten thousand visits are open at once.

  ready(_response: SessionResponse, nowMs: number): void {
    this.#emit({ kind: 'session', state: 'ready', afterMs: nowMs - this.#setup.beginsAtMs });
    this.#session?.askForJwt(nowMs);
  }

  jwtGiven(jwt: string): void {
    this.#jwt = jwt;
  }

  acked(tracingId: string, message: StructuredMessage, roundTripMs: number | undefined): void {
    const number = this.#numberOf(tracingId);
    if (number === undefined || number < this.#sentBefore) return;
    this.#begin();
    this.ledger.acked(number, message.text ?? '');
    if (roundTripMs !== undefined) this.#emit({ kind: 'message', state: 'acked', roundTripMs });
  }

  heard(message: StructuredMessage, nowMs: number): void {
    if (message.id !== undefined) {
      const id = fingerprintOf(message.id);
      if (this.#latestHeard.includes(id)) return;
      this.#latestHeard[this.#heardTexts % LATEST] = id;
    }
    this.#part.hear();
    this.#heardTexts++;
    const sentAt = Date.parse(message.channel?.time ?? '');
    if (Number.isNaN(sentAt)) return;
    this.#emit({ kind: 'message', state: 'delivered', side: 'agent', afterMs: Math.max(0, nowMs - sentAt) });
  }

  ended(ending: ServerEnding): void {
    if (this.#end !== undefined) return;
    const ours = this.#clearSentAtMs !== undefined;
    if (ours || ending === 'cleared') this.#leave(this.#farewell());
    else this.#leave(ending === 'agent-disconnected' && this.#part.complete ? 'complete' : ending);
  }

  refused({ code, tracingId, retryAfterMs }: Refusal, nowMs: number): void {
    if (this.#session === undefined || this.#end !== undefined) return;
    if (!this.#session.ready) {
      this.#notConfigured(refusalOf(code), retryAfterMs);
      return;
    }
    const number = this.#numberOf(tracingId);
    if (number === undefined || this.ledger.text(number) === undefined) return;
    this.ledger.refused(number);
    if (code === 429) this.#toSayAgain(number, nowMs + (retryAfterMs ?? SAY_AGAIN_MS));
  }
}

/** Genesys's codes are HTTP's, or 40xx. */
function refusalOf(code: number): SessionRefusal {
  if (code === 429) return 'too-many';
  return (code >= 400 && code < 500) || (code >= 4_000 && code < 5_000) ? 'refused' : 'other';
}
