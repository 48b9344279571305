import { keyOf } from '../../lib/measures/keys.ts';
import type { GoalName } from '../../lib/plan/goal-text.ts';
import { VISIT_GOAL_OF } from '../../lib/plan/goals.ts';
import type { GoalOutcome } from '../../lib/verdict/goals.ts';
import type { FoldedSamples } from '../fold/folded-samples.ts';

/** A minute of the run in which too few reached a goal. */
export interface MissedMinute {
  /** From the start of the run; the first is 1. */
  readonly minute: number;
  /** How many reached it, of those that were over in this minute. */
  readonly reached: number;
  readonly of: number;
}

/** For each goal that a run missed as a whole, the first minute in which it was missed. */
export function firstMissed(
  samples: FoldedSamples,
  goals: readonly GoalOutcome[],
): Partial<Record<GoalName, MissedMinute>> {
  const missed: Partial<Record<GoalName, MissedMinute>> = {};
  for (const { goal, least, missedBy } of goals) {
    if (missedBy === null || missedBy === 0) continue;
    const isAck = goal === 'ack';
    const key = isAck ? keyOf('message_ack_slow') : keyOf('visits', { goal: VISIT_GOAL_OF[goal] });
    for (const [minute, { hits, count }] of samples.goals.get(key)?.minutesFrom(samples.firstMs) ?? []) {
      const reached = isAck ? count - hits : hits;
      if (reached / count >= least) continue;
      missed[goal] = { minute, reached, of: count };
      break;
    }
  }
  return missed;
}
