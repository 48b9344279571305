import type { LedgerState } from '../metrics/names.ts';
import { outOfOrder } from './order.ts';

/** What became of each message one side sent. Every entry of a settled account is in exactly one state. */

export type LedgerCounts = Readonly<Record<LedgerState, number>> & { readonly sent: number };

/** A message that did not simply arrive, without its text. */
export interface Discrepancy {
  readonly state: Exclude<LedgerState, 'acked'>;
  /** Place in the transcript, from 0. */
  readonly turn: number;
}

interface Entry {
  readonly text: string;
  readonly turn: number;
  acks: number;
  /** The server said that it does not have it, or the history shows that it does not. */
  refused: boolean;
  altered: boolean;
  reordered: boolean;
}

/**
 * One visit's or one conversation's account of its own messages, by the id each was sent under. A message that is sent
 * again under another id is still one message.
 */
export class Ledger {
  readonly #entries = new Map<string, Entry>();

  sent(id: string, text: string, turn: number): void {
    this.#entries.set(id, { text, turn, acks: 0, refused: false, altered: false, reordered: false });
  }

  /** What was sent as `id` goes out again as `again`. */
  resent(id: string, again: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.refused = false;
    this.#entries.set(again, entry);
  }

  /** The other side acknowledged `id`, quoting `text`. */
  acked(id: string, text: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.acks++;
    if (text !== entry.text) entry.altered = true;
  }

  /** The server refused `id` in so many words: it is not on its way. */
  refused(id: string): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) entry.refused = true;
  }

  text(id: string): string | undefined {
    return this.#entries.get(id)?.text;
  }

  /** True while a message is on its way. */
  get waiting(): boolean {
    for (const entry of this.#entries.values()) if (entry.acks === 0 && !entry.refused) return true;
    return false;
  }

  /**
   * Settles what had no answer when the connection dropped, by what the server says it stored: a stored text is
   * acknowledged; the ids of the others come back, in the order of sending, to be sent again.
   */
  settle(stored: readonly string[]): string[] {
    const places = placesOf(stored);
    for (const { text, acks } of this.#messages()) if (acks > 0) places.get(text)?.shift();
    const missing: string[] = [];
    for (const [id, entry] of this.#entries) {
      if (entry.acks > 0 || entry.refused) continue;
      if (places.get(entry.text)?.shift() !== undefined) entry.acks = 1;
      else {
        entry.refused = true;
        missing.push(id);
      }
    }
    return missing;
  }

  /**
   * Compares the account with everything the server stored of this side, oldest first. What is there is acknowledged;
   * what is there more often than it was sent is duplicated; of what is not there, a text that nobody sent stands for
   * one that was altered, and the rest is lost; and what has to be moved to restore the order of sending is reordered.
   */
  verify(stored: readonly string[]): void {
    const places = placesOf(stored);
    const found: { entry: Entry; place: number }[] = [];
    const missing: Entry[] = [];
    for (const entry of this.#messages()) {
      const place = places.get(entry.text)?.shift();
      if (place === undefined) missing.push(entry);
      else found.push({ entry, place });
    }
    for (const { entry } of found) {
      entry.acks = Math.max(1, entry.acks) + (places.get(entry.text)?.splice(0).length ?? 0);
    }
    const foreign = [...places.values()].flat().sort((a, b) => a - b);
    for (const entry of missing) {
      const place = foreign.shift();
      entry.altered ||= place !== undefined;
      entry.refused = true;
      entry.acks = place === undefined ? 0 : Math.max(1, entry.acks);
    }
    for (const index of outOfOrder(found.map(({ place }) => place))) {
      const moved = found[index];
      if (moved !== undefined) moved.entry.reordered = true;
    }
  }

  /** The balance: `sent` is the sum of the states. */
  counts(): LedgerCounts {
    const counts = { sent: 0, unresolved: 0, lost: 0, altered: 0, duplicated: 0, reordered: 0, acked: 0 };
    for (const entry of this.#messages()) {
      counts.sent++;
      counts[stateOf(entry)]++;
    }
    return counts;
  }

  discrepancies(): Discrepancy[] {
    return this.#messages().flatMap((entry) => {
      const state = stateOf(entry);
      return state === 'acked' ? [] : [{ state, turn: entry.turn }];
    });
  }

  /** Each message once, in the order in which they were sent for the last time. */
  #messages(): Entry[] {
    return [...new Set([...this.#entries.values()].reverse())].reverse();
  }
}

/** Where each text stands, ascending. */
function placesOf(texts: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  texts.forEach((text, place) => {
    const known = places.get(text);
    if (known === undefined) places.set(text, [place]);
    else known.push(place);
  });
  return places;
}

/** The first state that applies (DESIGN section 3). Neither acknowledged nor known to be missing: unresolved. */
function stateOf(entry: Entry): LedgerState {
  if (entry.acks === 0) return entry.refused ? 'lost' : 'unresolved';
  if (entry.altered) return 'altered';
  if (entry.acks > 1) return 'duplicated';
  return entry.reordered ? 'reordered' : 'acked';
}
