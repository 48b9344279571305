import { type Verdict, verdictOn } from '../../../lib/verdict/verdict.ts';
import { binds, firstUsable } from '../binds.ts';
import type { ServiceFamily } from './families.ts';
import type { ServiceLog } from './log.ts';
import { wellOrg } from './org.ts';
import { servicePlanOf, serviceReadingOf } from './reading-of.ts';
import { drawServiceScene, type ServiceScene } from './scene.ts';
import { simulateService } from './simulate.ts';

/** A drawn run with agents, and what the product said of it. */
export interface ServicePlayed {
  readonly scene: ServiceScene;
  readonly log: ServiceLog;
  /** How many conversations the org gave an agent at once. */
  readonly capacity: number;
  readonly verdict: Verdict;
  /** How many visits ended otherwise than without the fault, or had their answer late. */
  readonly harmed: number;
}

/**
 * Draws scenes from `seed` on until the fault binds in one and goals are missed that the twin reaches, and has the product
 * judge it; undefined where none does.
 */
export function playService(family: ServiceFamily, seed: number): ServicePlayed | undefined {
  return firstUsable(seed, (one) => {
    const drawn = drawServiceScene(one);
    const twin = simulateService(drawn, wellOrg(drawn));
    if (!twin.isServed) return undefined;
    const { scene, org } = family.plant(drawn);
    const log = family.binds ? simulateService(scene, org) : twin;
    const harmed = log.harmedBeside(twin);
    if (family.binds && (log.isServed || !binds(harmed, log.visits.size))) return undefined;
    const verdict = verdictOn({ known: true, value: serviceReadingOf(log, org.capacity) }, servicePlanOf(scene));
    if (verdict === undefined) throw new Error('a run without attempts');
    return { scene, log, capacity: org.capacity, verdict, harmed };
  });
}
