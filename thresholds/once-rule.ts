import { keyOf } from '../lib/measures/keys.ts';
import { dialoguesIn, type Inputs, planIn } from '../lib/plan/inputs.ts';
import type { Thresholds } from './gates.ts';

/**
 * The gate with a rule that each dialogue of a set that is planned once (`transcripts.once`) is begun: as many sessions
 * as dialogues have to open, since each visit plays another one. A session that comes again after a drop counts too, and
 * that visit crosses the rule on visits that stayed. `explore` has no such rule, nor has a share of a run, which plays some
 * of the dialogues: `headroom verify` finds what was left out.
 */
export function withOnceRule(gate: Thresholds, inputs: Inputs, shares: number): Thresholds {
  const plan = planIn(inputs);
  if (plan.transcripts?.once !== true || plan.gate === 'explore' || shares > 1) return gate;
  const opened = keyOf('guest_sessions_opened');
  const rules = gate[opened] ?? [];
  const all = `count>=${dialoguesIn(inputs).length}`;
  return rules.includes(all) ? gate : { ...gate, [opened]: [...rules, all] };
}
