import type { LedgerState } from '../metrics/names.ts';

/** What became of each message one side sent. Every entry of a finished visit ends in exactly one state. */

export type LedgerCounts = Readonly<Record<LedgerState, number>> & { readonly sent: number };

interface Entry {
  readonly text: string;
  acks: number;
  altered: boolean;
  refused: boolean;
}

/**
 * One visit's or one conversation's account of its own messages, by the id each was sent under. A message that is sent
 * again under another id is still one message.
 */
export class Ledger {
  readonly #entries = new Map<string, Entry>();

  sent(id: string, text: string): void {
    this.#entries.set(id, { text, acks: 0, altered: false, refused: false });
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
    const copies = countOf(stored);
    for (const { text, acks } of this.#messages()) if (acks > 0) take(copies, text);
    const missing: string[] = [];
    for (const [id, entry] of this.#entries) {
      if (entry.acks > 0 || entry.refused) continue;
      if (take(copies, entry.text)) entry.acks = 1;
      else {
        entry.refused = true;
        missing.push(id);
      }
    }
    return missing;
  }

  /**
   * Compares the account with everything the server stored of this side: an acknowledged text that is not there is
   * lost, one that is there more often than it was sent is duplicated.
   */
  verify(stored: readonly string[]): void {
    const copies = countOf(stored);
    const messages = [...this.#messages()];
    for (const entry of messages) if (!take(copies, entry.text)) entry.acks = 0;
    for (const entry of messages) {
      const extra = copies.get(entry.text) ?? 0;
      if (extra === 0) continue;
      entry.acks += extra;
      copies.delete(entry.text);
    }
  }

  /** The balance at the end: `sent` is the sum of the states. What has no answer by then is lost. */
  counts(): LedgerCounts {
    const counts = { sent: 0, acked: 0, lost: 0, altered: 0, duplicated: 0 };
    for (const entry of this.#messages()) {
      counts.sent++;
      counts[stateOf(entry)]++;
    }
    return counts;
  }

  /** Each message once, whatever it was sent as. */
  #messages(): Set<Entry> {
    return new Set(this.#entries.values());
  }
}

function countOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Uses up one copy of `text`, if there is one. */
function take(copies: Map<string, number>, text: string): boolean {
  const count = copies.get(text) ?? 0;
  if (count > 0) copies.set(text, count - 1);
  return count > 0;
}

/** The first state that applies. */
function stateOf(entry: Entry): LedgerState {
  if (entry.acks === 0) return 'lost';
  if (entry.altered) return 'altered';
  return entry.acks > 1 ? 'duplicated' : 'acked';
}
