import type { Tags } from '../contract/metrics.ts';

/** Sets on top of one base: a run whose tags never repeat must not fill the memory. */
const MOST = 10_000;

/** Names and values of tags in turn lead from a base to each of its sets. */
class Branch {
  /** The step that was taken first, which is mostly the only one. */
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
 * `base` with `more` on top. Equal sets are one frozen object, so that whoever keeps something for a tags object (which
 * submetrics it matches, whether its series was seen) keeps it once and not for each sample.
 */
export function tagSet(base: Tags, more: Tags): Tags {
  let known = bases.get(base);
  if (!known || known.sets >= MOST) {
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
