import { SharedArray } from 'k6/data';
import { load } from '../../plan/load.ts';
import type { Prepared } from '../../plan/prepared.ts';

/** Init of a script that only probes: the plan, read once for all VUs; tokens where the phase has agents. */
export function prepareProbes(): Prepared {
  const plans = new SharedArray('plan', () => load('plan', __ENV));
  const tokens = __ENV.PHASE?.includes('"agents":') ? new SharedArray('tokens', () => load('tokens', __ENV)) : [];
  return { plans, dialogues: [], openings: [], tokens } as unknown as Prepared;
}
