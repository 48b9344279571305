import type { Tags } from '../contract.ts';

/** Sets on top of one base: a run whose tags never repeat must not fill the memory. */
const MOST = 10_000;

const sets = new WeakMap<Tags, Map<string, Tags>>();

/**
 * `base` with `more` on top. Equal sets are one frozen object, so that whoever keeps something for a tags object (which
 * submetrics it matches, whether its series was seen) keeps it once and not for each sample.
 */
export function tagSet(base: Tags, more: Tags): Tags {
  let onBase = sets.get(base);
  if (!onBase) {
    onBase = new Map();
    sets.set(base, onBase);
  }
  const key = keyOf(more);
  const known = onBase.get(key);
  if (known) return known;
  if (onBase.size >= MOST) onBase.clear();
  const made = Object.freeze({ ...base, ...more });
  onBase.set(key, made);
  return made;
}

function keyOf(tags: Tags): string {
  let key = '';
  for (const name in tags) key += `${name}\0${tags[name]}\0`;
  return key;
}
