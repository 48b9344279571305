import { streamOf } from '../../base/streams.ts';
import type { Plan } from '../../plan/schema.ts';

/**
 * After how many of its `turns` visit `number` leaves without waiting for more; infinity when it stays to the end. The
 * same for whoever asks: the visit itself, and a verification that has to know what was not going to be said.
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
