import { streamOf } from '../../base/streams.ts';
import type { Plan } from '../../plan/schema.ts';

/**
 * The number of turns after which visit `number` leaves early; infinity when it stays to the end. It depends on the
 * plan and the number alone, so that a verification can compute which turns were not going to be said.
 *
 * @example
 * leavesAfter(plan, 17, part.turns); // the visit 17 leaves after so many of its turns
 */
export function leavesAfter(
  { seed, customers }: Pick<Plan, 'seed' | 'customers'>,
  number: number,
  turns: number,
): number {
  const random = streamOf('early-leave', seed, number);
  const leaves = customers.leaveEarly > 0 && random() < customers.leaveEarly;
  return leaves ? 1 + Math.floor(random() * (turns - 1)) : Number.POSITIVE_INFINITY;
}
