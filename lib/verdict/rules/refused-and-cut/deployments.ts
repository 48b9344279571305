import type { Plan } from '../../../plan/schema.ts';
import type { OfDeployment, WayIn } from '../../reading/way-in.ts';
import { sumOf } from './sum-of.ts';

/** Fewer attempts at a deployment tell nothing of it. */
const ENOUGH = 5;
/** How unlikely it has to be that the share that others let in lets nobody in there. */
const UNLIKELY = 1e-4;

/** The deployments of which nothing is let in, while others let in; empty where the plan has one. */
export function deadDeployments({ deployments }: WayIn): OfDeployment[] {
  const isDead = ({ tried, refused }: OfDeployment) => tried >= ENOUGH && refused === tried;
  const dead = deployments.filter(isDead);
  const others = deployments.filter((one) => !isDead(one));
  const [tried, refused] = [sumOf(others, 'tried'), sumOf(others, 'refused')];
  return dead.filter((one) => tried > 0 && (refused / tried) ** one.tried < UNLIKELY);
}

/** Attempts at the other deployments. */
export function withoutDead({ deployments, tries }: WayIn, dead: readonly OfDeployment[]) {
  if (deployments.length === 0) {
    const all = Object.values(tries);
    return { tried: sumOf(all, 'tried'), refused: sumOf(all, 'refused') };
  }
  const others = deployments.filter((one) => !dead.includes(one));
  return { tried: sumOf(others, 'tried'), refused: sumOf(others, 'refused') };
}

/** How much each deployment refused, where it differs from the others'; undefined where it does not. */
export function deploymentsText({ deployments }: WayIn, { deployments: planned }: Plan): string | undefined {
  const shares = deployments.map(({ place, tried, refused }) => ({ place, share: tried === 0 ? 0 : refused / tried }));
  const sorted = shares.sort((a, b) => a.share - b.share);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined || most.share - least.share < 0.1) return undefined;
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  return `deployment ${most.place} of ${planned.length} refused ${percent(most.share)}, deployment ${least.place} ${percent(least.share)}`;
}
