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
  /** A person answered within `limits.slowAnswer`, or within `goals.wait`. */
  readonly 'answered-in-time': number;
}

/** What the gates want of visits where the plan has no goals of its own. */
export const GATE_GOALS = {
  ci: { stayed: 0.95, spoke: 0.95, 'as-planned': 0.95, answered: 0.95, 'answered-in-time': 0.9 },
  strict: { stayed: 1, spoke: 1, 'as-planned': 0.98, answered: 1, 'answered-in-time': 0.95 },
} as const satisfies Readonly<Record<string, VisitGoals>>;

/** From this share of messages on, acknowledged later than `limits.slowAck`, a gate does not hold. */
export const LATE_ACKS = { ci: 0.05, strict: 0.01 } as const;

/** The share of sign-ins of guests of which `ci` and `strict` allow that they are refused, or have no credential. */
export const LOST_SIGN_INS = 0.05;

/** The least share of the agents that is to be connected, and of their shifts that is to go as planned. */
export const AGENT_SHARES = { ci: 0.95, strict: 1 } as const;
