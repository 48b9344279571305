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
import { PHASES, type Phase } from '../../plan/phases.ts';
import { recordOf } from './record-of.ts';

/** What became of visits, of planned sessions and of shifts. */
export interface Service {
  /** Whether the run played agents. One that did not cannot tell whether customers were to be answered. */
  readonly judged: boolean;
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
export function readService({ count, hits, total, value }: Reader, playsAgents: boolean): Service | undefined {
  const goals = recordOf(VISIT_GOALS, (goal) => ({ reached: hits('visits', { goal }), of: total('visits', { goal }) }));
  const shifts = recordOf(SHIFT_OUTCOMES, (outcome) => total('shifts', { outcome }));
  const outcomes = recordOf(VISIT_OUTCOMES, (outcome) => total('visits', { goal: 'as-planned', outcome }));
  const seconds = recordOf(PHASES, (phase) =>
    recordOf(SECOND_STATES, (state) => count('session_seconds', { phase, state })),
  );
  if (goals.stayed.of === 0 && Object.values(shifts).every((number) => number === 0)) return undefined;
  const medMs = value('first_answer', 'med');
  const firstAnswer = medMs > 0 ? { medMs, p95Ms: value('first_answer', 'p(95)') } : undefined;
  return { judged: playsAgents, outcomes, goals, seconds, firstAnswer, shifts };
}
