import { formatDuration } from './duration.ts';
import type { GoalsPlan } from './schema.ts';

/** The goals of a plan, in the order in which they are told. */
export const GOAL_NAMES = ['served', 'wait', 'ack', 'cut', 'complete'] as const satisfies readonly (keyof GoalsPlan)[];
export type GoalName = (typeof GOAL_NAMES)[number];

/** A share of 0.995 as `99.5 %`. */
export const shareText = (share: number): string => `${Number((100 * share).toFixed(2))} %`;

/** What a plan wants of one goal, such as `90 % within 20s`; undefined where it does not give the goal. */
export function goalText(name: GoalName, goals: GoalsPlan): string | undefined {
  const goal = goals[name];
  if (goal === undefined) return undefined;
  if (typeof goal === 'object') return `${shareText(goal.p)} within ${formatDuration(goal.withinMs)}`;
  return name === 'cut' ? `at most ${shareText(goal)}` : shareText(goal);
}
