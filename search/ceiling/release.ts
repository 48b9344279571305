import type { Probe, ProbeReading } from '../../lib/plan/probes/phase.ts';
import { KNOCKS_AT_ONCE, RELEASE_KNOCKS_MS } from '../../lib/plan/probes/settings.ts';

/** What a full house showed when a share of it left. */
export type Release =
  /** Not full: all that was offered came in. */
  | { readonly kind: 'not-full' }
  /** Single sessions came in before anybody had left. */
  | { readonly kind: 'paced'; readonly evidence: string }
  /** Nobody came in after it, as long as was looked. */
  | { readonly kind: 'not-freed'; readonly evidence: string }
  /** Places were free within so long (ms), and not at the time of the knocks before; 0 is at once. */
  | { readonly kind: 'freed'; readonly withinMs: number };

/** The share of knocks that comes in at a house that is not full. A level that is redrawn lets some in as well. */
const NOT_FULL = 0.75;
const MOST = 2;

/** Reads the release probe. */
export function releaseOf({ knocksAtMs = [], dip }: Probe, reading: ProbeReading): Release {
  const { refused, knocksIn = [], admitted } = reading;
  if (refused === 0) return { kind: 'not-full' };
  const before = knocksAtMs.filter((atMs) => atMs <= (dip?.afterMs ?? 0)).length;
  const early = knocksIn.filter((place) => place < before).length;
  if (early >= before * NOT_FULL) {
    return {
      kind: 'paced',
      evidence: `${early} of ${before} single knocks came in while others had just been refused and nobody left`,
    };
  }
  const groups = RELEASE_KNOCKS_MS.slice(0, (knocksAtMs.length - before) / KNOCKS_AT_ONCE);
  for (const [group, withinMs] of groups.entries()) {
    const from = before + group * KNOCKS_AT_ONCE;
    const inside = knocksIn.filter((place) => place >= from && place < from + KNOCKS_AT_ONCE).length;
    if (inside >= Math.min(MOST, dip?.leave ?? MOST)) return { kind: 'freed', withinMs: group === 0 ? 0 : withinMs };
  }
  return {
    kind: 'not-freed',
    evidence: `${admitted} sessions came in, some left, and in ${(groups.at(-1) ?? 0) / 1_000} s nobody came in their place: what counts is how many came lately, or places are free only later than that`,
  };
}
