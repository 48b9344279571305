import { SharedArray } from 'k6/data';
import type { Inputs } from './inputs.ts';

/**
 * Loads the inputs of a script, in init. `load` is called once a run, and all VUs share the array that it returns. No
 * VU reads it in init, since what init reads stays in each VU's memory. Whether the run may start is checked by the
 * options, and again by each iteration (`allowedPlanIn`).
 *
 * @example
 * const inputs = sharedInputs(() => loadInputs(__ENV, ['dialogues']));
 */
export function sharedInputs(load: () => Inputs): Inputs {
  return new SharedArray('inputs', () => [...load()]) as unknown as Inputs;
}
