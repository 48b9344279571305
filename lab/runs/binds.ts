/** A fault binds in a drawn run when at least 5 % and at least 10 of the visits end otherwise than in the twin run without it. */
const LEAST = { share: 0.05, visits: 10 } as const;
const MOST_TRIES = 200;

/** Whether so many visits that ended otherwise are enough for a fault to be found by them. */
export const binds = (harmed: number, visits: number): boolean =>
  harmed >= Math.max(LEAST.visits, visits * LEAST.share);

/** The first of the runs drawn from `seed` on that can be used; undefined where none of 200 can. */
export function firstUsable<T>(seed: number, draw: (seed: number) => T | undefined): T | undefined {
  for (let again = 0; again < MOST_TRIES; again++) {
    const drawn = draw(seed + again * 7_919);
    if (drawn !== undefined) return drawn;
  }
  return undefined;
}
