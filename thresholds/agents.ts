import type { Options } from 'k6/options';
import { check } from '../lib/plan/check.ts';
import type { Env } from '../lib/plan/load.ts';
import { type Prepared, planIn } from '../lib/plan/prepared.ts';
import { agentsIn } from '../lib/plan/refuse.ts';
import { agentsScenario, runOptions } from './executors.ts';
import { agentsGate } from './gates.ts';
import { agentSplits, platformSplits } from './splits.ts';

/** The k6 options of `agents`: its scenario and the gate that the plan names. Refuses in one line (exit 108) what must not run. */
export function agentsOptions(prepared: Prepared, env: Env): Options {
  check(prepared, env);
  const plan = planIn(prepared);
  const agents = agentsIn(plan);
  return runOptions(
    { agents: agentsScenario(plan, agents) },
    {
      ...agentSplits(),
      ...platformSplits({ ...plan, platformLoad: undefined }, agents),
      ...agentsGate(plan.gate, agents),
    },
  );
}
