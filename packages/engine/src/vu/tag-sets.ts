import type { Tags } from '../contract/metrics.ts';

/** Limit of cached sets for one base, so that tags that never repeat do not fill the memory. */
const MAX_SETS = 10_000;

/** A node of a trie: names and values of tags, in turn, lead from a base to each of its sets. */
class Branch {
  /** The first step, kept apart from `#others` since most nodes have no other. */
  #step: string | undefined;
  #next: Branch | undefined;
  #others: Map<string, Branch> | undefined;
  set: Tags | undefined;

  to(step: string): Branch {
    if (step === this.#step && this.#next !== undefined) return this.#next;
    const next = this.#others?.get(step) ?? new Branch();
    if (this.#step === undefined) {
      this.#step = step;
      this.#next = next;
    } else {
      this.#others ??= new Map();
      this.#others.set(step, next);
    }
    return next;
  }
}

const bases = new WeakMap<Tags, { root: Branch; sets: number }>();

/**
 * Gives `base` with `more` on top. Equal sets are the same frozen object, so that caches by tags object (which
 * submetrics match, whether the series was seen) have one entry for a set and not one for each sample.
 */
export function tagSet(base: Tags, more: Tags): Tags {
  let known = bases.get(base);
  if (!known || known.sets >= MAX_SETS) {
    known = { root: new Branch(), sets: 0 };
    bases.set(base, known);
  }
  let at = known.root;
  for (const name in more) at = at.to(name).to(more[name] ?? '');
  if (at.set === undefined) {
    known.sets++;
    at.set = Object.freeze({ ...base, ...more });
  }
  return at.set;
}
