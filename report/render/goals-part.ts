import { shareText } from '../../lib/plan/goal-text.ts';
import { type GoalOutcome, goalOutcomeText } from '../../lib/verdict/goals.ts';
import type { RunReport } from '../model/run-report.ts';
import type { Cell, Part } from '../model/told.ts';

/** What the plan wants of the service, and what was reached. */

type Goals = Pick<RunReport, 'goals' | 'firstMissed'>;

const NO_SAMPLES = 'In which minute a goal was first missed only samples can tell (k6 --out json), and there are none.';

const stateOf = ({ missedBy }: GoalOutcome) => (missedBy === null ? 'unknown' : missedBy === 0 ? 'reached' : 'missed');
const CELLS: Readonly<Record<ReturnType<typeof stateOf>, Cell>> = {
  unknown: { tone: 'unsure', word: 'unknown' },
  reached: { tone: 'good', word: 'reached' },
  missed: { tone: 'bad', word: 'missed' },
};

/** `minute 3: 4 of 9 (44.44 %)`; of `cut` those that were cut. */
function minuteText({ goal }: GoalOutcome, { firstMissed }: Goals): string {
  const missed = firstMissed?.[goal];
  if (missed === undefined) return '';
  const count = goal === 'cut' ? missed.of - missed.reached : missed.reached;
  return `minute ${missed.minute}: ${count} of ${missed.of} (${shareText(count / missed.of)})`;
}

/** Said where a goal was missed and nobody can tell when. */
const withoutSamples = ({ goals, firstMissed }: Goals): boolean =>
  firstMissed === undefined && goals.some((outcome) => stateOf(outcome) === 'missed');

/** Empty where the plan has no goals. */
export function goalsPart(run: Goals): Part[] {
  if (run.goals.length === 0) return [];
  const rows = run.goals.map((outcome) => [
    CELLS[stateOf(outcome)],
    outcome.goal,
    goalOutcomeText(outcome),
    minuteText(outcome, run),
  ]);
  const note = withoutSamples(run) ? { note: NO_SAMPLES } : {};
  return [{ title: 'Goals', ...note, head: ['', 'goal', 'was', 'first missed in'], rows }];
}
