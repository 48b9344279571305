import { fingerprintOf } from '../../../lib/dialogues/fingerprint.ts';

/** From this many conversations on, an export is grouped on the disk. */
const MOST = 2 ** 21;

/**
 * Hashes of the conversations that are over, 8 bytes each at most half full. Two that have one hash by chance cost time and
 * nothing else, as the export is then grouped on the disk.
 */
export class ConversationHashes {
  #slots = new Float64Array(2 ** 12);
  #count = 0;

  /** False when there is one already, or room for no more. */
  add(id: string): boolean {
    if (this.#count >= MOST) return false;
    if (this.#count * 2 >= this.#slots.length) this.#grow();
    // Zero marks a slot that is free.
    if (!put(this.#slots, fingerprintOf(id) + 1)) return false;
    this.#count++;
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Float64Array(old.length * 2);
    for (const hash of old) if (hash !== 0) put(this.#slots, hash);
  }
}

function put(slots: Float64Array, hash: number): boolean {
  let at = hash % slots.length;
  for (; slots[at] !== 0; at = (at + 1) % slots.length) if (slots[at] === hash) return false;
  slots[at] = hash;
  return true;
}
