import type { Options } from 'k6/options';
import { check } from '../lib/plan/check.ts';
import { type Inputs, planIn } from '../lib/plan/inputs.ts';
import type { Env } from '../lib/plan/load.ts';
import { agentsIn } from '../lib/plan/refuse.ts';
import { sharesIn } from '../lib/plan/shares.ts';
import { agentsScenario, runOptions } from './executors.ts';
import { agentsGate } from './gates.ts';
import { shareOfGate } from './share-of-gate.ts';
import { splitsFor } from './splits.ts';

/** The k6 options of `agents`: its scenario and the gate that the plan names. Refuses in one line (exit 108) what must not run. */
export function agentsOptions(inputs: Inputs, env: Env): Options {
  check(inputs, env, 'agents');
  const plan = planIn(inputs);
  const agents = agentsIn(plan);
  return runOptions(
    plan,
    { agents: agentsScenario(plan, agents) },
    {
      ...splitsFor('agents', plan),
      ...shareOfGate(agentsGate(plan.gate, agents), plan, sharesIn(env)),
    },
  );
}
