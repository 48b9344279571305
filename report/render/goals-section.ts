import { shareText } from '../../lib/plan/goal-text.ts';
import { type GoalOutcome, goalOutcomeText } from '../../lib/verdict/goals.ts';
import type { RunReport } from '../model/run-report.ts';
import { badge, type Tone } from './badge.ts';
import { escaped } from './escape.ts';
import { htmlTable } from './html-table.ts';
import { plain } from './markdown-text.ts';

/** What the plan wants of the service, and what was reached: for the page and for Markdown. */

type Goals = Pick<RunReport, 'goals' | 'firstMissed'>;

const NO_SAMPLES = 'In which minute a goal was first missed only samples can tell (k6 --out json), and there are none.';

const stateOf = ({ missedBy }: GoalOutcome) => (missedBy === null ? 'unknown' : missedBy === 0 ? 'reached' : 'missed');
const TONES: Readonly<Record<ReturnType<typeof stateOf>, Tone>> = { unknown: 'unsure', reached: 'good', missed: 'bad' };
const MARKS: Readonly<Record<ReturnType<typeof stateOf>, string>> = { unknown: '➖', reached: '✅', missed: '❌' };

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

/** HTML; empty where the plan has no goals. */
export function goalsSection(run: Goals): string {
  if (run.goals.length === 0) return '';
  const rows = run.goals.map((outcome) => [
    badge(TONES[stateOf(outcome)], stateOf(outcome)),
    escaped(outcome.goal),
    escaped(goalOutcomeText(outcome)),
    escaped(minuteText(outcome, run)),
  ]);
  const note = withoutSamples(run) ? `<p class="soft">${escaped(NO_SAMPLES)}</p>` : '';
  return `<section class="card long"><h2>Goals</h2>${htmlTable(['', 'goal', 'was', 'first missed in'], rows)}${note}</section>`;
}

/** The same as a table of Markdown. */
export function goalsMarkdown(run: Goals): string {
  if (run.goals.length === 0) return '';
  const rows = run.goals.map(
    (outcome) =>
      `| ${MARKS[stateOf(outcome)]} | ${outcome.goal} | ${plain(goalOutcomeText(outcome))} | ${minuteText(outcome, run)} |\n`,
  );
  const note = withoutSamples(run) ? `\n${plain(NO_SAMPLES)}\n` : '';
  return `\n| | goal | was | first missed in |\n| --- | --- | --- | --- |\n${rows.join('')}${note}`;
}
