import type { ProbeReading } from '../lib/plan/probes/phase.ts';
import { KNOCKS_AT_ONCE, RELEASE_KNOCKS_MS } from '../lib/plan/probes/settings.ts';

/** What a full house showed when a share of it left. */
export type Release =
  /** Not full: all that was offered came in. */
  | { readonly kind: 'not-full' }
  /** Single sessions came in before anybody had left, or nobody came in after it. */
  | { readonly kind: 'paced'; readonly evidence: string }
  /** Places were free within so long (ms), and not at the time of the knocks before; 0 is at once. */
  | { readonly kind: 'freed'; readonly withinMs: number };

/** The share of knocks that comes in at a house that is not full. A level that is redrawn lets some in as well. */
const NOT_FULL = 0.5;
const MOST = 2;

/** Reads the release probe. */
export function releaseOf(reading: ProbeReading): Release {
  const { refused, knocksIn = [], knocksAdmitted, knocksRefused, admitted } = reading;
  if (refused === 0) return { kind: 'not-full' };
  const before = knocksAdmitted + knocksRefused - KNOCKS_AT_ONCE * RELEASE_KNOCKS_MS.length;
  const early = knocksIn.filter((place) => place < before).length;
  if (early >= before * NOT_FULL) {
    return {
      kind: 'paced',
      evidence: `${early} of ${before} single knocks came in while others had just been refused and nobody left`,
    };
  }
  for (const [group, withinMs] of RELEASE_KNOCKS_MS.entries()) {
    const from = before + group * KNOCKS_AT_ONCE;
    const inside = knocksIn.filter((place) => place >= from && place < from + KNOCKS_AT_ONCE).length;
    if (inside >= MOST) return { kind: 'freed', withinMs: group === 0 ? 0 : withinMs };
  }
  const longest = (RELEASE_KNOCKS_MS.at(-1) ?? 0) / 1_000;
  return {
    kind: 'paced',
    evidence: `${admitted} sessions came in, some left, and in ${longest} s nobody came in their place: what counts is how many came lately, or places are free only later than that`,
  };
}
