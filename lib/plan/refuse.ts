import exec from 'k6/execution';
import type { AgentsPlan, Plan } from './schema.ts';

/** The agents of a plan, in a script that plays agents. Ends the test where the plan has none. */
export function agentsIn(plan: Plan): AgentsPlan {
  return plan.agents ?? refuse(`plan ${plan.name}: agents: missing; allowed without them: the script customers`);
}

/** Ends the test from init with one line, exit 108. Never returns: k6 interrupts the VU. */
export function refuse(line: string): never {
  exec.test.abort(line);
  throw new Error(line);
}
