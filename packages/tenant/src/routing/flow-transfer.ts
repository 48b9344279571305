import { numberIn } from '../base/ready-made-ids.ts';
import type { Profile } from '../profile/schema.ts';

/** What the flow knows of a conversation when it chooses a queue. */
interface FlowInput {
  readonly deploymentId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * The index of the queue, in `names`, that the flow transfers to. `queues.by` of the profile decides: the first queue,
 * deployment n's, or the one that a custom attribute names by its name or by its number from 1. The first queue is also
 * what an attribute gives that names none.
 */
export function chosenQueue(
  { queues: { by, attribute } }: Profile,
  input: FlowInput,
  names: readonly string[],
): number {
  if (by === 'deployment') {
    const n = numberIn('d', input.deploymentId, Number.MAX_SAFE_INTEGER) ?? 1;
    return (n - 1) % names.length;
  }
  if (by === 'attribute') {
    const asked = input.attributes[attribute] ?? '';
    const index = names.indexOf(asked) < 0 ? Number(asked) - 1 : names.indexOf(asked);
    if (Number.isInteger(index) && index >= 0 && index < names.length) return index;
  }
  return 0;
}
