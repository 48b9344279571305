import exec from 'k6/execution';
import type { Dialogue } from '../transcripts/dialogue.ts';
import type { AgentsPlan, Plan } from './schema.ts';

/** What init leaves to a VU. The arrays are shared by all VUs; an element is parsed at each reading. */
export interface Prepared {
  readonly plans: readonly Loaded[];
  readonly dialogues: readonly Dialogue[];
  /** One user token an agent; empty in a script that plays no agents, and on a simulated tenant. */
  readonly tokens: readonly string[];
}

export interface Loaded {
  readonly plan: Plan;
  /** What `-e` changed of it, as `NAME=value`. */
  readonly overrides: readonly string[];
  readonly loopback: boolean;
}

/** The plan as it was loaded, parsed anew. */
export function loadedIn({ plans }: Pick<Prepared, 'plans'>): Loaded {
  const [loaded] = plans;
  if (loaded === undefined) throw new Error('no plan');
  return loaded;
}

export function planIn(prepared: Pick<Prepared, 'plans'>): Plan {
  return loadedIn(prepared).plan;
}

/** The agents of a plan, in a script that plays them. */
export function agentsIn(plan: Plan): AgentsPlan {
  return plan.agents ?? refuse(`plan ${plan.name}: agents: missing; allowed without them: the script customers`);
}

/** Ends the test from init with one line, exit 108. Never returns: k6 interrupts the VU. */
export function refuse(line: string): never {
  exec.test.abort(line);
  throw new Error(line);
}
