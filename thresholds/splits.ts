import { splitsOf } from '../lib/measures/splits.ts';
import { type ScriptName, SIDES_OF } from '../lib/measures/table/scripts.ts';
import { SECONDS } from '../lib/measures/table/tag-values.ts';
import { needsMet } from '../lib/plan/needs.ts';
import type { Plan } from '../lib/plan/schema.ts';
import type { Thresholds } from './gates.ts';

/** The splits that the summary of a script reads, in a run of this plan. */
export function splitsFor(script: ScriptName, plan: Plan): Thresholds {
  return splitsOf({
    sides: SIDES_OF[script],
    meets: needsMet(plan),
    values: { reconnect: plan.storm.reconnect, second: SECONDS },
  });
}
