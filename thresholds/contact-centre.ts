import type { Options } from 'k6/options';
import { check } from '../lib/plan/check.ts';
import { type Inputs, planIn } from '../lib/plan/inputs.ts';
import type { Env } from '../lib/plan/load.ts';
import { agentsIn } from '../lib/plan/refuse.ts';
import { sharesIn } from '../lib/plan/shares.ts';
import { contactCentreScenarios, runOptions } from './executors.ts';
import { contactCentreGate } from './gates.ts';
import { withOnceRule } from './once-rule.ts';
import { shareOfGate } from './share-of-gate.ts';
import { splitsFor } from './splits.ts';

/** The k6 options of `contact-centre`: both scenarios and the gate that the plan names. Refuses in one line (exit 108) what must not run. */
export function contactCentreOptions(inputs: Inputs, env: Env): Options {
  check(inputs, env, 'contact-centre');
  const plan = planIn(inputs);
  const shares = sharesIn(env);
  const agents = agentsIn(plan);
  return runOptions(plan, contactCentreScenarios(plan, agents), {
    ...splitsFor('contact-centre', plan),
    ...withOnceRule(shareOfGate(contactCentreGate(plan, agents), plan, shares), inputs, shares),
  });
}
