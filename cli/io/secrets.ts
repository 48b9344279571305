import { HIDDEN } from '../../lib/base/clean-text.ts';

/** A part of a secret of this length (characters) tells it from other text. */
const BLOCK = 12;
/** What is shorter may be any word. */
const SHORTEST = 8;

/**
 * Credentials, and text without them. Any part of one is found that is at least 23 characters long, and so is its
 * beginning of 12: a server may repeat it cut off, or wrapped.
 */
export class Secrets {
  /** The secrets by their blocks, which follow one another. */
  readonly #byBlock = new Map<string, { readonly secret: string; readonly place: number }>();
  /** Those that are shorter than a block. */
  readonly #short = new Set<string>();

  add(secret: string): void {
    // Most are added again with each call.
    if (this.#byBlock.get(secret.slice(0, BLOCK))?.secret === secret) return;
    for (const form of formsOf(secret)) {
      if (form.length < BLOCK && form.length >= SHORTEST) this.#short.add(form);
      for (const [block, place] of blocksOf(form)) this.#byBlock.set(block, { secret: form, place });
    }
  }

  /** The text with each secret, and each part of one that tells it, replaced. */
  hidden(text: string): string {
    let shown = '';
    let done = 0;
    for (let at = 0; this.#byBlock.size > 0 && at + BLOCK <= text.length; at++) {
      const found = this.#byBlock.get(text.slice(at, at + BLOCK));
      if (found === undefined) continue;
      const [from, until] = extent(text, at, found, done);
      shown += `${text.slice(done, from)}${HIDDEN}`;
      done = until;
      at = until - 1;
    }
    shown += text.slice(done);
    for (const secret of this.#short) shown = shown.replaceAll(secret, HIDDEN);
    return shown;
  }
}

/** How far, on both sides of a block at `at`, the text is that of the secret. */
function extent(
  text: string,
  at: number,
  { secret, place }: { readonly secret: string; readonly place: number },
  done: number,
): readonly [from: number, until: number] {
  let before = 0;
  while (before < place && at - before > done && text[at - before - 1] === secret[place - before - 1]) before++;
  let after = BLOCK;
  while (place + after < secret.length && text[at + after] === secret[place + after]) after++;
  return [at - before, at + after];
}

/** A secret as it stands, in a form's body, in a URL and in JSON. */
function formsOf(secret: string): ReadonlySet<string> {
  const inForm = new URLSearchParams({ s: secret }).toString().slice(2);
  const inJson = JSON.stringify(secret).slice(1, -1);
  return new Set([secret, inForm, encodeURIComponent(secret), inJson]);
}

function* blocksOf(secret: string): Generator<readonly [block: string, place: number]> {
  for (let place = 0; place + BLOCK <= secret.length; place += BLOCK) yield [secret.slice(place, place + BLOCK), place];
}

/** Every credential that this process has read or was given. */
export const knownSecrets = new Secrets();
