import { GOAL_NAMES, type GoalName, goalText, shareText } from '../plan/goal-text.ts';
import { restOf, VISIT_GOAL_OF } from '../plan/goals.ts';
import type { Plan } from '../plan/schema.ts';
import type { Reading } from './reading/reading.ts';

/** What came of one goal of a plan. */
export interface GoalOutcome {
  readonly goal: GoalName;
  /** What the plan wants, such as `90 % within 20s`. */
  readonly wanted: string;
  /** The least share that is to reach it. The goal `cut` is reached by what was not cut. */
  readonly least: number;
  /** How many reached it, of how many that were to: conversations, messages or visits. */
  readonly reached: number;
  readonly of: number;
  /** How much of the share is missing, from 0 to 1: 0 where it was reached; null where nothing was to reach it. */
  readonly missedBy: number | null;
}

/** The outcome of each goal that the plan gives; empty where it gives none, or where no customer tried. */
export function goalOutcomes({ goals }: Pick<Plan, 'goals'>, reading: Reading): GoalOutcome[] {
  if (goals === undefined || reading.attempts === 0) return [];
  return GOAL_NAMES.flatMap((goal) => {
    const wanted = goalText(goal, goals);
    if (wanted === undefined) return [];
    const { reached, of } = countOf(goal, reading);
    const least = leastOf(goals[goal] ?? 0, goal);
    const share = of === 0 ? null : reached / of;
    return [{ goal, wanted, least, reached, of, missedBy: share === null ? null : Math.max(0, round(least - share)) }];
  });
}

function countOf(goal: GoalName, { service, acks }: Reading): { readonly reached: number; readonly of: number } {
  if (goal === 'ack') return { reached: acks.of - acks.slow, of: acks.of };
  return service?.goals[VISIT_GOAL_OF[goal]] ?? { reached: 0, of: 0 };
}

function leastOf(goal: number | { readonly p: number }, name: GoalName): number {
  const share = typeof goal === 'number' ? goal : goal.p;
  return name === 'cut' ? restOf(share) : share;
}

const round = (share: number): number => Number(share.toFixed(9));

const OF_WHAT: Readonly<Record<GoalName, string>> = {
  served: 'conversations answered',
  wait: 'conversations answered in time',
  ack: 'messages acknowledged in time',
  cut: 'visits cut or not let in',
  complete: 'visits complete',
};

/** What was reached, in words: `57 of 60 conversations answered (95 %), wanted 98 %: missed by 3 %`. */
export function goalOutcomeText({ goal, wanted, reached, of, missedBy }: GoalOutcome): string {
  const count = goal === 'cut' ? of - reached : reached;
  if (missedBy === null) return `none of it was measured, wanted ${wanted}: unknown`;
  const is = `${count} of ${of} ${OF_WHAT[goal]} (${shareText(count / of)}), wanted ${wanted}`;
  return missedBy === 0 ? `${is}: reached` : `${is}: missed by ${shareText(missedBy)}`;
}
