import { SharedArray } from 'k6/data';
import { load } from './load.ts';
import type { Prepared } from './prepared.ts';

/**
 * What every script does in init: plan, transcripts and tokens are read once for all VUs. What init keeps or even looks
 * at, every VU pays for, so it only takes hold of the shared arrays: the options refuse what must not run, and each VU
 * asks again whether it may when its iteration begins (`allowedPlanIn`).
 */
export function prepare(sides: 'customers' | 'agents too'): Prepared {
  return {
    plans: new SharedArray('plan', () => load('plan', __ENV)),
    dialogues: new SharedArray('transcripts', () => load('transcripts', __ENV)),
    openings: sides === 'customers' ? [] : new SharedArray('openings', () => load('openings', __ENV)),
    tokens: sides === 'customers' ? [] : new SharedArray('tokens', () => load('tokens', __ENV)),
  } as unknown as Prepared;
}
