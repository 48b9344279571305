import type { Reader } from '../../measures/readings.ts';
import {
  SECOND_STATES,
  type SecondState,
  SHIFT_OUTCOMES,
  type ShiftOutcome,
  VISIT_GOALS,
  VISIT_OUTCOMES,
  type VisitGoal,
  type VisitOutcome,
} from '../../measures/table/tag-values.ts';
import { judgedGoals } from '../../plan/goals.ts';
import { PHASES, type Phase } from '../../plan/phases.ts';
import type { Plan } from '../../plan/schema.ts';
import { recordOf } from './record-of.ts';

/** What became of visits, of planned sessions and of shifts. */
export interface Service {
  /**
   * Whether it is judged that customers were answered: the run played agents, or the plan's own goals say that others
   * do. No other run can tell whether they were to be answered.
   */
  readonly judged: boolean;
  /** The goals that are judged, the gravest first. */
  readonly judgedGoals: readonly VisitGoal[];
  readonly outcomes: Readonly<Record<VisitOutcome, number>>;
  /** How many visits reached each goal, of how many that were to. */
  readonly goals: Readonly<Record<VisitGoal, { readonly reached: number; readonly of: number }>>;
  /** Seconds of the planned sessions. */
  readonly seconds: Readonly<Record<Phase, Readonly<Record<SecondState, number>>>>;
  /** The customer's first text to the first answer (ms); absent where no person answered. */
  readonly firstAnswer?: { readonly medMs: number; readonly p95Ms: number } | undefined;
  readonly shifts: Readonly<Record<ShiftOutcome, number>>;
}

/** Undefined where nothing of it was measured: by an older version, or since no visit and no shift is over. */
export function readService(
  { count, hits, total, value }: Reader,
  playsAgents: boolean,
  plan: Plan | undefined,
): Service | undefined {
  const goals = recordOf(VISIT_GOALS, (goal) => ({ reached: hits('visits', { goal }), of: total('visits', { goal }) }));
  const shifts = recordOf(SHIFT_OUTCOMES, (outcome) => total('shifts', { outcome }));
  const outcomes = recordOf(VISIT_OUTCOMES, (outcome) => total('visits', { goal: 'as-planned', outcome }));
  const seconds = recordOf(PHASES, (phase) =>
    recordOf(SECOND_STATES, (state) => count('session_seconds', { phase, state })),
  );
  if (goals.stayed.of === 0 && Object.values(shifts).every((number) => number === 0)) return undefined;
  const medMs = value('first_answer', 'med');
  const firstAnswer = medMs > 0 ? { medMs, p95Ms: value('first_answer', 'p(95)') } : undefined;
  const judged = judgedGoals({ goals: plan?.goals }, playsAgents);
  return {
    judged: judged.some((goal) => goal !== 'stayed' && goal !== 'spoke'),
    judgedGoals: judged,
    outcomes,
    goals,
    seconds,
    firstAnswer,
    shifts,
  };
}
