import type { DeploymentReading, ProbeReading } from '../../lib/plan/probes/phase.ts';

/** What half of the deployments hold beside all of them. */
export interface HalvesFinding {
  /** Sessions that each half held, and all of them. */
  readonly held: readonly number[];
  readonly all: number;
  readonly follows: 'each-deployment' | 'not-deployments' | 'unclear';
}

/** How rarely as many sessions would all be refused if the deployment were like the others. */
const RARE = 1e-5;
/** A half that holds at most this share of the whole shows a limit of the deployments, from the next on it shows none. */
const CLEARLY_LESS = 0.75;
const AS_MANY = 0.9;
/** By how much the halves together may differ from the whole. */
const TOGETHER = 0.2;

/** Adds up the sessions of two phases, deployment by deployment. */
export function summed(
  a: readonly DeploymentReading[],
  b: readonly DeploymentReading[] | undefined,
): readonly DeploymentReading[] {
  if (b === undefined) return a;
  return b.map((one, place) => ({
    offered: one.offered + (a[place]?.offered ?? 0),
    firstRefused: one.firstRefused + (a[place]?.firstRefused ?? 0),
    refused: one.refused + (a[place]?.refused ?? 0),
  }));
}

/** The deployments that refuse every session, more than could be if they were like the others. */
export function deadDeployments(all: readonly DeploymentReading[]): number[] {
  const refusing = all.flatMap(({ offered, refused }, place) => (offered > 0 && refused === offered ? [place] : []));
  const others = all.filter((_, place) => !refusing.includes(place));
  const offered = others.reduce((sum, one) => sum + one.offered, 0);
  const refused = others.reduce((sum, one) => sum + one.refused, 0);
  const share = (refused + 1) / (offered + 2);
  return offered === 0 ? [] : refusing.filter((place) => share ** (all[place]?.offered ?? 0) <= RARE);
}

/** Every other deployment that is used, and the others. None where there are fewer than two. */
export function halvesOf(deployments: number, without: readonly number[]): readonly (readonly number[])[] {
  const used = Array.from({ length: deployments }, (_, place) => place).filter((place) => !without.includes(place));
  if (used.length < 2) return [];
  return [used.filter((_, n) => n % 2 === 0), used.filter((_, n) => n % 2 === 1)];
}

/** Compares what each half holds with what all hold. */
export function halvesFinding(halves: readonly ProbeReading[], all: number): HalvesFinding | undefined {
  if (halves.length < 2 || all < 1) return undefined;
  const held = halves.map((reading) => reading.held);
  const sum = held.reduce((total, one) => total + one, 0);
  const isLess = held.every((one) => one <= all * CLEARLY_LESS);
  const follows =
    isLess && Math.abs(sum - all) <= all * TOGETHER
      ? 'each-deployment'
      : held.every((one) => one >= all * AS_MANY)
        ? 'not-deployments'
        : 'unclear';
  return { held, all, follows };
}
