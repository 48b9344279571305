import { GATE_GOALS, LATE_ACKS, type VisitGoals } from './gate-goals.ts';
import type { GoalsPlan, Plan } from './schema.ts';

/** Goals of a plan, by the goal of visits that each sets. `ack` is about messages. */
export const VISIT_GOAL_OF = {
  served: 'answered',
  wait: 'answered-in-time',
  cut: 'stayed',
  complete: 'as-planned',
} as const satisfies Readonly<Partial<Record<keyof GoalsPlan, keyof VisitGoals>>>;

/** What is left of 1. The difference of two decimals is no decimal: 1 - 0.07 is 0.9299999999999999. */
export const restOf = (share: number): number => Number((1 - share).toFixed(9));

/** The least share that a plan's own goals want of visits. Without goals it is empty. */
export function ownVisitGoals({ goals = {} }: Pick<Plan, 'goals'>): Partial<VisitGoals> {
  const { served, wait, cut, complete } = goals;
  return {
    ...(served === undefined ? {} : { [VISIT_GOAL_OF.served]: served }),
    ...(wait === undefined ? {} : { [VISIT_GOAL_OF.wait]: wait.p }),
    ...(cut === undefined ? {} : { [VISIT_GOAL_OF.cut]: restOf(cut) }),
    ...(complete === undefined ? {} : { [VISIT_GOAL_OF.complete]: complete }),
  };
}

/**
 * The least share of visits that is to reach each goal: the plan's own, and of those that it does not give the gate's.
 * The gate `explore` judges only those that the plan gives; a verdict on such a run goes by those of `ci` beside them.
 */
export function visitGoalsOf(plan: Pick<Plan, 'gate' | 'goals'>): VisitGoals {
  return { ...GATE_GOALS[plan.gate === 'strict' ? 'strict' : 'ci'], ...ownVisitGoals(plan) };
}

/** Whether so many messages were acknowledged late that the plan's own goal, or its gate, is missed. */
export function acksLateIn({ gate, goals }: Pick<Plan, 'gate' | 'goals'>, slow: number, of: number): boolean {
  if (of === 0) return false;
  if (goals?.ack !== undefined) return slow / of > restOf(goals.ack.p);
  return slow / of >= LATE_ACKS[gate === 'strict' ? 'strict' : 'ci'];
}

/**
 * The goals of visits that a run can be held to. Without agents in the run nobody can tell whether customers were to be
 * answered, except where the plan's own goals say so: then agents of others answer.
 */
export function judgedGoals({ goals }: Pick<Plan, 'goals'>, playsAgents: boolean): readonly (keyof VisitGoals)[] {
  const served = (['answered', 'as-planned', 'answered-in-time'] as const).filter(
    (goal) => playsAgents || ownVisitGoals({ goals })[goal] !== undefined,
  );
  return ['stayed', 'spoke', ...served];
}

/** The limits above which something counts as slow: where a goal has a time, it goes before `limits`. */
export function limitsOf({ limits, goals }: Pick<Plan, 'limits' | 'goals'>): Plan['limits'] {
  const { slowAckMs, slowAnswerMs } = limits;
  return {
    ...limits,
    slowAckMs: goals?.ack?.withinMs ?? slowAckMs,
    slowAnswerMs: goals?.wait?.withinMs ?? slowAnswerMs,
  };
}

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
