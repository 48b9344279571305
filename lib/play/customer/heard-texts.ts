import { fingerprintOf } from '../../dialogues/fingerprint.ts';

/** How many ids of texts are kept. */
const LATEST = 4;

/** The latest texts that a visit has heard: a frame that comes twice is one turn. */
export class HeardTexts {
  readonly #fingerprints: number[] = [];
  #next = 0;

  /** Whether a text with this id was heard lately. One without an id counts as new. */
  isKnown(id: string | undefined): boolean {
    if (id === undefined) return false;
    const fingerprint = fingerprintOf(id);
    if (this.#fingerprints.includes(fingerprint)) return true;
    this.#fingerprints[this.#next++ % LATEST] = fingerprint;
    return false;
  }
}
