import { numberIn } from '../org.ts';
import type { Profile } from '../profile/schema.ts';

/** What the flow knows of a conversation when it chooses a queue. */
export interface Caller {
  readonly deploymentId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Which of `names` the flow transfers to, by its place: deployment n's, or the one that a custom attribute names, by
 * name or by number from 1. The first where nothing else is said.
 */
export function chosenQueue({ queues: { by, attribute } }: Profile, caller: Caller, names: readonly string[]): number {
  if (by === 'deployment') {
    const n = numberIn('d', caller.deploymentId, Number.MAX_SAFE_INTEGER) ?? 1;
    return (n - 1) % names.length;
  }
  if (by === 'attribute') {
    const asked = caller.attributes[attribute] ?? '';
    const place = names.indexOf(asked) < 0 ? Number(asked) - 1 : names.indexOf(asked);
    if (Number.isInteger(place) && place >= 0 && place < names.length) return place;
  }
  return 0;
}
