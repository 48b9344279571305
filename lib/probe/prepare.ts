import { SharedArray } from 'k6/data';
import { load } from '../plan/load.ts';
import type { Prepared } from '../plan/prepared.ts';

/** Init of a script that only probes: the plan, read once for all VUs. */
export function prepareProbes(): Prepared {
  const plans = new SharedArray('plan', () => load('plan', __ENV));
  return { plans: plans as unknown as Prepared['plans'], dialogues: [], tokens: [] };
}
