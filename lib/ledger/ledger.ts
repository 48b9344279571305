/** What became of each message one side sent. Every entry of a finished visit ends in exactly one state. */

export type LedgerState = 'acked' | 'lost' | 'altered' | 'duplicated';
export type LedgerCounts = Readonly<Record<LedgerState, number>> & { readonly sent: number };

interface Entry {
  readonly text: string;
  acks: number;
  altered: boolean;
  refused: boolean;
}

/** One visit's or one conversation's account of its own messages, by the id each was sent under. */
export class Ledger {
  readonly #entries = new Map<string, Entry>();

  sent(id: string, text: string): void {
    this.#entries.set(id, { text, acks: 0, altered: false, refused: false });
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

  /** The balance at the end: `sent` is the sum of the states. What has no answer by then is lost. */
  counts(): LedgerCounts {
    const counts = { sent: 0, acked: 0, lost: 0, altered: 0, duplicated: 0 };
    for (const entry of this.#entries.values()) {
      counts.sent++;
      counts[stateOf(entry)]++;
    }
    return counts;
  }
}

/** The first state that applies. */
function stateOf(entry: Entry): LedgerState {
  if (entry.acks === 0) return 'lost';
  if (entry.altered) return 'altered';
  return entry.acks > 1 ? 'duplicated' : 'acked';
}
