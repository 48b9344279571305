import { streamOf } from '../../base/streams.ts';
import type { Plan } from '../../plan/schema.ts';
import { leavesAfter } from './early-leave.ts';

/**
 * Which of the customer's own turns, counted from 0, visit `number` sends a file with; undefined for a visit that sends
 * none. It depends on the plan and the number alone, so that a verification can compute it.
 *
 * @example
 * attachmentTurn(plan, 17, part.turns); // 2: the third thing that the customer says comes with a file
 */
export function attachmentTurn(
  plan: Pick<Plan, 'seed' | 'customers'>,
  number: number,
  turns: number,
): number | undefined {
  const { attachments } = plan.customers;
  if (attachments === 0) return undefined;
  const random = streamOf('attachment', plan.seed, number);
  if (random() >= attachments) return undefined;
  return Math.floor(random() * Math.min(turns, leavesAfter(plan, number, turns)));
}
