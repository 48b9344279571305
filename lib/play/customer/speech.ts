import type { Ledger } from '../../dialogues/ledger.ts';
import type { GuestSession } from '../../genesys/guest/session.ts';
import type { Aside } from './asides.ts';
import type { VisitSetup } from './visit-setup.ts';

/** The shortest time (ms) between two texts: a session may send five a second. */
const MIN_INTERVAL_MS = 200;

/** A text of the ledger that has to be sent again, and when (Unix ms). */
interface Again {
  readonly number: number;
  readonly atMs: number;
}

/** What a visit says: its texts on whichever session is open, under tracingIds of its own, and which of them are due again. */
export class Speech {
  readonly #setup: Pick<VisitSetup, 'attributes' | 'file'>;
  readonly #ledger: Ledger;
  /** The prefix of this visit's tracingIds. Visits that share a session on purpose hear each other's echoes. */
  readonly #mark: string;
  /** In the order of the transcript. */
  readonly #again: Again[] = [];
  #saidAtMs = 0;

  /** Draws the prefix of the tracingIds. */
  constructor(setup: Pick<VisitSetup, 'attributes' | 'file' | 'random'>, ledger: Ledger) {
    this.#setup = setup;
    this.#ledger = ledger;
    this.#mark = `${Math.floor(setup.random() * 36 ** 6).toString(36)}-`;
  }

  /** Unix ms of the latest text; 0 before the first. */
  get saidAtMs(): number {
    return this.#saidAtMs;
  }

  /** From when (Unix ms) the session may send the next text. */
  get nextAtMs(): number {
    return this.#saidAtMs + MIN_INTERVAL_MS;
  }

  /** The first text that has to be sent again. */
  get again(): Again | undefined {
    return this.#again[0];
  }

  /** Says a text of that turn, or presses a quick reply where it has a payload. */
  say(session: GuestSession, { text, payload, to }: Aside, turn: number, nowMs: number): void {
    const number = this.#ledger.sent(text, turn);
    if (payload === undefined) this.#send(session, number, text, nowMs);
    else {
      this.#saidAtMs = nowMs;
      session.press(this.#tracingId(number), { text, payload, to }, this.#setup.attributes, nowMs);
    }
  }

  /** Keeps the texts that wait in the order of the transcript: one of them may have been sent again and lost again. */
  toSayAgain(number: number, atMs: number): void {
    this.#again.push({ number, atMs });
    this.#again.sort((a, b) => this.#ledger.turn(a.number) - this.#ledger.turn(b.number));
  }

  /** Says the first of the texts that have to be sent again. */
  sayAgain(session: GuestSession, nowMs: number): void {
    const again = this.#again.shift();
    if (again === undefined) return;
    const text = this.#ledger.text(again.number) ?? '';
    this.#send(session, this.#ledger.resent(again.number), text, nowMs);
  }

  #send(session: GuestSession, number: number, text: string, nowMs: number): void {
    const { attributes, file } = this.#setup;
    this.#saidAtMs = nowMs;
    session.say(this.#tracingId(number), text, attributes, nowMs, file?.idFor(this.#ledger.turn(number)));
  }

  #tracingId(number: number): string {
    return `${this.#mark}${number}`;
  }

  /** The number of this visit's text with that tracingId; undefined for a text of another visit. */
  numberOf(tracingId: string | undefined): number | undefined {
    return tracingId?.startsWith(this.#mark) ? Number(tracingId.slice(this.#mark.length)) : undefined;
  }
}
