/** Multiples of these spread sessions over deployments so that any range of them is spread evenly, in each probe anew. */
const GOLDEN = 0.618_033_988_749_895;
const PLASTIC = 0.754_877_666_246_693;

/**
 * Where session `slot` of the probe at `place` lies among the deployments, from 0 to below 1. It differs from probe to
 * probe and from run to run, so that no deployment always has the last sessions of a probe.
 */
export function placeOf(slot: number, place: number, startedMs: number): number {
  return (slot * GOLDEN + place * PLASTIC + Math.floor(startedMs % 1_000) / 1_000) % 1;
}

/** The places in the plan of the deployments that a probe uses. */
export function deploymentsOf(
  all: number,
  { deployments = all, without = [] }: { readonly deployments?: number; readonly without?: readonly number[] },
): number[] {
  return Array.from({ length: deployments }, (_, place) => place).filter((place) => !without.includes(place));
}
