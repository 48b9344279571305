import { SharedArray } from 'k6/data';
import { check } from './check.ts';
import { load } from './load.ts';
import type { Prepared } from './prepared.ts';

/**
 * What every script does in init: plan, transcripts and tokens are read once for all VUs, and VU 0 (k6's first init,
 * and those of setup and handleSummary) refuses in one line what must not run. What init keeps or even looks at, every
 * VU pays for, so the others only take hold of the shared arrays; each asks again whether it may when its iteration
 * begins (`allowedPlanIn`).
 */
export function prepare(sides: 'customers' | 'agents too'): Prepared {
  const prepared = {
    plans: new SharedArray('plan', () => load('plan', __ENV)),
    dialogues: new SharedArray('transcripts', () => load('transcripts', __ENV)),
    openings: sides === 'customers' ? [] : new SharedArray('openings', () => load('openings', __ENV)),
    tokens: sides === 'customers' ? [] : new SharedArray('tokens', () => load('tokens', __ENV)),
  };
  if (__VU === 0) check(prepared, __ENV);
  return prepared as unknown as Prepared;
}
