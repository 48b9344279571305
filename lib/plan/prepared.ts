import type { Dialogue } from '../dialogues/dialogue.ts';
import type { Opening } from '../dialogues/openings.ts';
import type { Plan } from './schema.ts';

/** What init leaves to a VU. The arrays are shared by all VUs; an element is parsed at each reading. */
export interface Prepared {
  readonly plans: readonly Loaded[];
  readonly dialogues: readonly Dialogue[];
  /** Of the dialogues, for agents; empty in a script that plays none. */
  readonly openings: readonly Opening[];
  /** One user token an agent; empty in a script that plays no agents, and on a simulated tenant. */
  readonly tokens: readonly string[];
}

export interface Loaded {
  readonly plan: Plan;
  /** What `-e` changed of it, as `NAME=value`. */
  readonly overrides: readonly string[];
  readonly loopback: boolean;
  /** Unix ms of the test's first init, which alone loads. */
  readonly loadedAtMs: number;
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
