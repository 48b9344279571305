import type { Gate, Plan } from './schema.ts';

/** The least share of visits that is to reach each goal. */
export interface VisitGoals {
  /** Came in, and was not thrown out. */
  readonly stayed: number;
  /** Said something. */
  readonly spoke: number;
  /** Its dialogue was played to its end, or to where the plan has it leave. */
  readonly 'as-planned': number;
  /** A person answered. */
  readonly answered: number;
  /** A person answered within `limits.slowAnswer`. */
  readonly 'answered-in-time': number;
}

const CI: VisitGoals = { stayed: 0.95, spoke: 0.95, 'as-planned': 0.95, answered: 0.95, 'answered-in-time': 0.9 };
const STRICT: VisitGoals = { stayed: 1, spoke: 1, 'as-planned': 0.98, answered: 1, 'answered-in-time': 0.95 };

/** The goals of a gate. `explore` judges no visit; a verdict on such a run goes by those of `ci`. */
export const goalsOfGate = (gate: Gate): VisitGoals => (gate === 'strict' ? STRICT : CI);

/** The least share of the planned seconds of the hold in which a session has to be open, or in its gap. */
const HELD = { explore: 0, ci: 0.95, strict: 0.98 } as const;

/** The sessions that came last in the ramp may take this long (ms) to open, and no more than this share of the hold. */
const OPENING_MS = 5_000;
const OPENING_SHARE = 0.2;

/**
 * How many seconds of sessions the gate wants in the hold. The open model plans visits and no level, so it wants
 * none.
 */
export function secondsWanted({ customers, gate }: Pick<Plan, 'customers' | 'gate'>): number {
  if (customers.model === 'open') return 0;
  const ms = customers.holdMs - Math.min(OPENING_MS, customers.holdMs * OPENING_SHARE);
  return Math.floor((customers.sessions * ms * HELD[gate]) / 1_000);
}
