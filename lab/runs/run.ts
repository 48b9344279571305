import { type Verdict, verdictOn } from '../../lib/verdict/verdict.ts';
import { binds, firstUsable } from './binds.ts';
import type { Family } from './families.ts';
import { Draws } from './random.ts';
import { planOf, readingOf } from './reading-of.ts';
import { drawScene, type Scene } from './scene.ts';
import { simulate } from './simulate.ts';
import type { Tally } from './tally.ts';

/** A drawn run and what the product said of it. */
export interface Played {
  readonly scene: Scene;
  readonly tally: Tally;
  readonly verdict: Verdict;
  /** How many visits ended otherwise than without the fault, of all. */
  readonly harmed: number;
  readonly visits: number;
}

/** Draws scenes from `seed` on until the fault binds in one, and has the product judge it; undefined where none does. */
export function playDrawn(family: Family, seed: number): Played | undefined {
  return firstUsable(seed, (one) => {
    const scene = drawScene(one);
    if (family.name.includes('deployment') && scene.weights.length < 2) return undefined;
    const tally = simulate(scene, family.plant(scene, new Draws(scene.seed ^ 0x7e57)));
    const { visits } = tally;
    // In the twin run without the fault every visit is complete, so it need not be played.
    const harmed = family.binds ? visits - tally.outcomes.complete : 0;
    if (family.binds && !binds(harmed, visits)) return undefined;
    const verdict = verdictOn({ known: true, value: readingOf(tally, scene) }, planOf(scene));
    if (verdict === undefined) throw new Error('a run without attempts');
    return { scene, tally, verdict, harmed, visits };
  });
}
