import type { Dialogue, Side } from './dialogue.ts';
import { fingerprintOf } from './fingerprint.ts';

/**
 * What became, at the receiver, of the turns that the other side says: the `state` tag of `messages_received`.
 * - received: heard once, as the dialogue has it.
 * - altered: a text that no turn of the dialogue has.
 * - twice: each time that a turn was heard once more.
 * - history-only: a turn that the org shows in the history, and that never arrived. Who comes back after a drop has
 *   received what the history then shows.
 * - nowhere: a turn that was due, and is neither heard nor in the history. Whether it was said only its sender knows.
 */
export const RECEIPT_STATES = ['received', 'altered', 'twice', 'history-only', 'nowhere'] as const;
export type ReceiptState = (typeof RECEIPT_STATES)[number];
export type ReceiptCounts = Readonly<Record<ReceiptState, number>>;

/** Of a turn that is in the history only, or that another receiver heard, in place of how often it was heard. */
const IN_HISTORY = -1;
const ELSEWHERE = -2;
/** Shared, as nearly nothing is altered. */
const NOTHING: readonly number[] = [];

/**
 * The receiver's account of what the other side says, by fingerprint. It knows what the dialogue has, and makes nothing
 * of the order of arrival, which Genesys does not promise.
 *
 * @example
 * const receipts = new Receipts(dialogue, 'agent');
 * receipts.heard('One moment.'); // 'received'
 * receipts.counts(1).nowhere; // 0
 */
export class Receipts {
  /** Of the sender's turns, in order: fingerprint, and how often it was heard. */
  readonly #turns: readonly number[];
  readonly #seen: number[];
  /** Of texts that no turn has: how many were heard, their fingerprints, and how many of them are not in the history. */
  #altered = NOTHING;
  #alteredOnTheWay = 0;
  #twice = 0;

  constructor({ turns }: Pick<Dialogue, 'turns'>, sender: Side) {
    this.#turns = turns.flatMap(({ from, text }) => (from === sender ? [fingerprintOf(text)] : []));
    this.#seen = this.#turns.map(() => 0);
  }

  /** The other side said this. A text that several turns have stands for the first that was not heard. */
  heard(text: string): Extract<ReceiptState, 'received' | 'altered' | 'twice'> {
    const place = this.#placeOf(text, (seen) => seen <= 0 && seen !== ELSEWHERE);
    if (place !== undefined) {
      this.#seen[place] = 1;
      return 'received';
    }
    if (this.#placeOf(text, () => true) === undefined) {
      this.#altered = [...this.#altered, fingerprintOf(text)];
      return 'altered';
    }
    this.#twice++;
    return 'twice';
  }

  /** The latest text came once more, by the id that the org gave it. */
  doubled(): void {
    this.#twice++;
  }

  /** Another receiver heard this: it is no receipt of this one. */
  heardElsewhere(text: string): void {
    const place = this.#placeOf(text, (seen) => seen === 0);
    if (place !== undefined) this.#seen[place] = ELSEWHERE;
  }

  /** The org shows this text, which did not arrive. */
  unheard(text: string): void {
    const place = this.#placeOf(text, (seen) => seen === 0);
    if (place !== undefined) this.#seen[place] = IN_HISTORY;
  }

  /**
   * The org shows these texts of the sender in the history, oldest first. May be called again. Who was away meanwhile
   * receives by it what is new (`asReceived`).
   */
  found(texts: readonly string[], asReceived = false): void {
    this.#alteredOnTheWay = this.#altered.length - commonTo(this.#altered, texts.map(fingerprintOf));
    const known = new Map<number, number>();
    this.#turns.forEach((turn, place) => {
      if (this.#seen[place] !== 0) known.set(turn, (known.get(turn) ?? 0) + 1);
    });
    for (const text of texts) {
      const fingerprint = fingerprintOf(text);
      const heard = known.get(fingerprint) ?? 0;
      if (heard > 0) known.set(fingerprint, heard - 1);
      else {
        const place = this.#placeOf(text, (seen) => seen === 0);
        if (place !== undefined) this.#seen[place] = asReceived ? 1 : IN_HISTORY;
      }
    }
  }

  /** @param due how many of the sender's turns were to be heard, from the first */
  counts(due: number): ReceiptCounts {
    const count = (is: (seen: number, place: number) => boolean) => this.#seen.filter(is).length;
    const missing = count((seen, place) => seen === 0 && place < due);
    const unheard = count((seen) => seen === IN_HISTORY);
    // An altered text stands in the place of one that is missing. Where the history has the original, it is that one.
    const ofHistory = Math.min(unheard, this.#alteredOnTheWay);
    return {
      received: count((seen) => seen === 1),
      altered: this.#altered.length,
      twice: this.#twice,
      'history-only': unheard - ofHistory,
      nowhere: Math.max(0, missing - (this.#altered.length - ofHistory)),
    };
  }

  #placeOf(text: string, is: (seen: number) => boolean): number | undefined {
    const fingerprint = fingerprintOf(text);
    const place = this.#turns.findIndex((turn, index) => turn === fingerprint && is(this.#seen[index] ?? 0));
    return place < 0 ? undefined : place;
  }
}

/** How many of these are among those, each of which stands for one. */
function commonTo(some: readonly number[], others: number[]): number {
  return some.filter((one) => {
    const at = others.indexOf(one);
    return at >= 0 && others.splice(at, 1).length > 0;
  }).length;
}
