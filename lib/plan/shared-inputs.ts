import { SharedArray } from 'k6/data';
import type { Inputs } from './inputs.ts';

/**
 * What every script does in init: `load` is called once a run, and all VUs share what it gives. What init keeps or even
 * looks at, every VU pays for: the options refuse what must not run, and each VU asks again whether it may when its
 * iteration begins (`allowedPlanIn`).
 */
export function sharedInputs(load: () => Inputs): Inputs {
  return new SharedArray('inputs', () => [...load()]) as unknown as Inputs;
}
