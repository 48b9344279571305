import { fingerprintOf } from './fingerprint.ts';
import type { LedgerState } from './ledger-states.ts';
import { outOfOrder } from './out-of-order.ts';

/** How many messages are in each state. In a settled ledger every message is in exactly one. */

export type LedgerCounts = Readonly<Record<LedgerState, number>> & { readonly sent: number };

/** A message that was not simply acknowledged. Its text is left out. */
export interface Discrepancy {
  readonly state: Exclude<LedgerState, 'acked'>;
  /** Place in the transcript, from 0. */
  readonly turn: number;
}

/**
 * The bits of a row. The lowest hold what is known of a message, the next its count of acknowledgements, and the
 * highest its turn.
 */
const REFUSED = 1;
const ALTERED = 2;
const REORDERED = 4;
const ACKS_AT = 3;
/** The count of acknowledgements stops here. */
const MAX_ACKS = 127;
const TURN_AT = 10;

/**
 * The ledger of the messages that one side sends in a visit or a conversation. Each sending has a number, counted
 * from 0. A message that is sent again gets another number and stays one message.
 *
 * @example
 * const ledger = new Ledger();
 * const number = ledger.sent('Hello', 0);
 * ledger.acked(number, 'Hello');
 * ledger.counts().acked; // 1
 */
export class Ledger {
  // Arrays indexed by number, not one object a message: thousands of ledgers are open at once and grow through a run.
  readonly #fingerprints: number[] = [];
  readonly #rows: number[] = [];
  /** The texts of messages without an acknowledgement, since they may have to be sent again. */
  #texts: readonly { readonly number: number; readonly text: string }[] = [];
  /** The next number of each sending that was repeated. The map is made at the first repeat, which is rare. */
  #later: Map<number, number> | undefined;

  /** The number of sendings, repeats included. */
  get sendings(): number {
    return this.#rows.length;
  }

  /** Enters a message; returns its number. */
  sent(text: string, turn: number): number {
    return this.#add(turn << TURN_AT, fingerprintOf(text), text);
  }

  /** Enters a repeat of sending `number`; returns the repeat's own number. */
  resent(number: number): number {
    const current = this.#current(number);
    const text = this.text(current);
    this.#dropText(current);
    const again = this.#add(this.#row(current) & ~REFUSED, this.#fingerprints[current] ?? 0, text);
    this.#later ??= new Map();
    this.#later.set(current, again);
    return again;
  }

  /** The other side acknowledged `number`, quoting `text`. */
  acked(number: number, text: string): void {
    const current = this.#current(number);
    const own = this.#fingerprints[current];
    if (own === undefined) return;
    this.#acknowledge(current, this.#acks(current) + 1);
    if (fingerprintOf(text) !== own) this.#mark(current, ALTERED);
  }

  /** The server refused sending `number` in an error frame, so that it is no longer under way. */
  refused(number: number): void {
    const current = this.#current(number);
    if (current < this.sendings) this.#mark(current, REFUSED);
  }

  /** The text of sending `number`; undefined once it is acknowledged. */
  text(number: number): string | undefined {
    const current = this.#current(number);
    return this.#texts.find((one) => one.number === current)?.text;
  }

  /** Place in the transcript, from 0, of what was sent as `number`. */
  turn(number: number): number {
    return this.#row(number) >> TURN_AT;
  }

  /** True while a message is on its way. */
  get waiting(): boolean {
    return this.#messages().some((number) => this.#isOpen(number));
  }

  /**
   * Settles the messages that had no answer when the connection dropped. `stored` are the texts that the server says
   * it holds: a message whose text is among them is acknowledged. Returns the numbers of the others in the order of
   * sending: they have to be sent again.
   */
  settle(stored: readonly string[]): number[] {
    const places = placesOf(stored);
    const take = (number: number) => places.get(this.#fingerprints[number] ?? 0)?.shift();
    const messages = this.#messages();
    for (const number of messages) if (this.#acks(number) > 0) take(number);
    const missing: number[] = [];
    for (const number of messages) {
      if (!this.#isOpen(number)) continue;
      if (take(number) !== undefined) this.#acknowledge(number, 1);
      else {
        this.#mark(number, REFUSED);
        missing.push(number);
      }
    }
    return missing;
  }

  /**
   * Compares the ledger with everything that the server stored of this side, oldest first.
   * - A message that is stored is acknowledged; one that is stored more often than it was sent is duplicated.
   * - Of the messages that are not stored, as many are altered as there are stored texts that nobody sent; the rest
   * are lost.
   * - Messages that would have to be moved to restore the order of sending are reordered.
   */
  verify(stored: readonly string[]): void {
    const places = placesOf(stored);
    const placesLike = (number: number) => places.get(this.#fingerprints[number] ?? 0);
    const found: { number: number; place: number }[] = [];
    const missing: number[] = [];
    for (const number of this.#messages()) {
      const place = placesLike(number)?.shift();
      if (place === undefined) missing.push(number);
      else found.push({ number, place });
    }
    for (const { number } of found) {
      this.#acknowledge(number, Math.max(1, this.#acks(number)) + (placesLike(number)?.splice(0).length ?? 0));
    }
    const foreign = [...places.values()].flat().sort((a, b) => a - b);
    for (const number of missing) {
      const altered = foreign.shift() !== undefined;
      this.#acknowledge(number, altered ? Math.max(1, this.#acks(number)) : 0);
      this.#mark(number, altered ? REFUSED | ALTERED : REFUSED);
    }
    for (const index of outOfOrder(found.map(({ place }) => place))) {
      const moved = found[index];
      if (moved !== undefined) this.#mark(moved.number, REORDERED);
    }
  }

  /** The balance: `sent` is the sum of the states. */
  counts(): LedgerCounts {
    const counts = { sent: 0, unresolved: 0, lost: 0, altered: 0, duplicated: 0, reordered: 0, acked: 0 };
    for (const number of this.#messages()) {
      counts.sent++;
      counts[this.#stateOf(number)]++;
    }
    return counts;
  }

  discrepancies(): Discrepancy[] {
    return this.#messages().flatMap((number) => {
      const state = this.#stateOf(number);
      return state === 'acked' ? [] : [{ state, turn: this.turn(number) }];
    });
  }

  /** The latest number of each message, in the order of their latest sendings. */
  #messages(): number[] {
    const numbers = [...this.#rows.keys()];
    const later = this.#later;
    return later === undefined ? numbers : numbers.filter((number) => !later.has(number));
  }

  /** The latest number of what was sent as `number`. */
  #current(number: number): number {
    const later = this.#later?.get(number);
    return later === undefined ? number : this.#current(later);
  }

  #row(number: number): number {
    return this.#rows[number] ?? 0;
  }

  #acks(number: number): number {
    return (this.#row(number) >> ACKS_AT) & MAX_ACKS;
  }

  #acknowledge(number: number, acks: number): void {
    const others = this.#row(number) & ~(MAX_ACKS << ACKS_AT);
    this.#rows[number] = others | (Math.min(acks, MAX_ACKS) << ACKS_AT);
    if (acks > 0) this.#dropText(number);
  }

  #add(row: number, fingerprint: number, text: string | undefined): number {
    const number = this.#rows.push(row) - 1;
    this.#fingerprints.push(fingerprint);
    if (text !== undefined) this.#texts = [...this.#texts, { number, text }];
    return number;
  }

  #dropText(number: number): void {
    if (this.#texts.some((one) => one.number === number)) {
      this.#texts = this.#texts.filter((one) => one.number !== number);
    }
  }

  #mark(number: number, bits: number): void {
    this.#rows[number] = this.#row(number) | bits;
  }

  /** Neither acknowledged nor known to be missing. */
  #isOpen(number: number): boolean {
    return this.#acks(number) === 0 && (this.#row(number) & REFUSED) === 0;
  }

  /** The first state that applies (DESIGN section 3). */
  #stateOf(number: number): LedgerState {
    const row = this.#row(number);
    if (this.#isOpen(number)) return 'unresolved';
    if (this.#acks(number) === 0) return 'lost';
    if ((row & ALTERED) !== 0) return 'altered';
    if (this.#acks(number) > 1) return 'duplicated';
    return (row & REORDERED) !== 0 ? 'reordered' : 'acked';
  }
}

/** The indices of each text, ascending, by the text's fingerprint. */
function placesOf(texts: readonly string[]): Map<number, number[]> {
  const places = new Map<number, number[]>();
  texts.forEach((text, place) => {
    const fingerprint = fingerprintOf(text);
    const known = places.get(fingerprint);
    if (known === undefined) places.set(fingerprint, [place]);
    else known.push(place);
  });
  return places;
}
