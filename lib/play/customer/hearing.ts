import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import { fingerprintOf } from '../../dialogues/fingerprint.ts';
import type { Part } from '../../dialogues/part.ts';
import type { ReceiptCounts, Receipts } from '../../dialogues/receipts.ts';
import { agentTexts } from '../../genesys/guest/stored-texts.ts';

/** How many ids of texts are kept. */
const LATEST = 4;

/** How a customer hears the agent: each text is a turn once, over frames and, after a drop, in the history. */
export class Hearing {
  readonly #part: Part;
  /** Undefined where the dialogue has nobody to hear. */
  readonly #receipts: Receipts | undefined;
  /** Of the ids of the latest texts. A frame that comes twice is one turn. */
  readonly #ids: number[] = [];
  #frames = 0;
  #turns = 0;

  constructor(part: Part, receipts: Receipts | undefined) {
    this.#part = part;
    this.#receipts = receipts;
  }

  /** A frame brought a text of a person. Returns whether it is a turn, and not one that was heard before. */
  heard({ id, text }: StructuredMessage): boolean {
    if (id !== undefined) {
      const fingerprint = fingerprintOf(id);
      if (this.#ids.includes(fingerprint)) {
        this.#receipts?.doubled();
        return false;
      }
      this.#ids[this.#frames++ % LATEST] = fingerprint;
    }
    if (this.#receipts?.heard(text ?? '') === 'twice') return false;
    this.#turn();
    return true;
  }

  /** The history (newest first) shows what came while there was no connection. Returns whether anybody said anything. */
  resume(history: readonly StructuredMessage[]): boolean {
    const texts = agentTexts(history);
    this.#receipts?.found(texts, true);
    while (this.#turns < texts.length) this.#turn();
    return texts.length > 0;
  }

  /** Compares what was heard with the history (newest first), once the visit is over. */
  verify(history: readonly StructuredMessage[]): void {
    this.#receipts?.found(agentTexts(history));
  }

  /** @param turnsSaid after how many own turns the customer heard no more, or waited for more in vain */
  receipts(turnsSaid: number): ReceiptCounts | undefined {
    return this.#receipts?.counts(this.#part.otherTurnsBefore(turnsSaid));
  }

  #turn(): void {
    this.#turns++;
    this.#part.hear();
  }
}
