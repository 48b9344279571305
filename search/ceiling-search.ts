import { streamFor } from '../lib/base/random.ts';
import type { SearchPhase } from '../lib/plan/probes/phase.ts';
import { phasesOf, type SearchSettings } from '../lib/plan/probes/settings.ts';
import { runMs } from '../lib/plan/probes/timetable.ts';
import type { SearchHistory } from './measured-phase.ts';
import { shuffled } from './permutation-test.ts';
import { COMBINATIONS } from './rate-evidence.ts';
import { searchAnswer } from './search-answer.ts';
import { CLOSING, SearchProgress } from './search-progress.ts';
import type { SearchResult } from './search-result.ts';

/** The next step of a search: a phase to be measured, or the result. */
export type SearchStep =
  | { readonly kind: 'measure'; readonly phase: SearchPhase; readonly says: string }
  | { readonly kind: 'done'; readonly result: SearchResult };

const MAX_FAILURES = 3;
const MAX_LATE = 12;
/** How many times the maximum ever held an overshoot probe offers. */
const BEYOND = 1.2;

/**
 * Decides the next step of the search for a ceiling: bracket, overshoot, confirm, and a last look. It is a pure
 * function of what was measured, so that a search can be resumed from its history. `seed` decides the order of the
 * overshoot probes.
 */
export function nextSearchStep(settings: SearchSettings, history: SearchHistory, seed: number): SearchStep {
  const progress = new SearchProgress(settings, history, seed);
  const next = nextPhase(progress);
  if (next === undefined) return { kind: 'done', result: searchAnswer(progress, []) };
  if (typeof next === 'string') return { kind: 'done', result: searchAnswer(progress, [next]) };
  return { kind: 'measure', phase: next, says: saying(progress, next) };
}

/** The answer from what was measured so far. `why` says in one line why there is no more. */
export function answerSoFar(settings: SearchSettings, history: SearchHistory, seed: number, why: string): SearchResult {
  return searchAnswer(new SearchProgress(settings, history, seed), [why]);
}

/** The next phase; undefined when the search is over, or a line that says why it cannot go on. */
function nextPhase(progress: SearchProgress): SearchPhase | string | undefined {
  const { stage, failures, lastFailure, level, late, all, elapsedMs, settings } = progress;
  if (stage === 'over') return undefined;
  if (failures >= MAX_FAILURES) return `${failures} phases in a row failed: ${lastFailure}`;
  if (stage === 'confirm' && level < 1) return 'no level had clean windows';
  if (late > MAX_LATE && late > all.length / 2)
    return `${late} probes and windows ran late: this machine, or the way to the tenant, is too slow for them`;
  const fits = (phase: SearchPhase) => elapsedMs + runMs(phase) <= settings.budgetMs;
  let phase = wanted(progress);
  // When the budget does not suffice for all windows, there are fewer of them.
  while (phase.name === 'confirm' && phase.probes.length > 1 && !fits(phase)) {
    phase = { ...phase, probes: phase.probes.slice(1) };
  }
  return fits(phase) ? phase : `the search stopped at its time budget, before ${phase.name}: lower bound only`;
}

function wanted(progress: SearchProgress): SearchPhase {
  const { settings, perMinute, stage, offer, level, clean, closing, seed } = progress;
  const phases = phasesOf({ ...settings, perMinute });
  switch (stage) {
    case 'overshoot':
      // A phase has four probes: each combination once, in random order.
      return phases.overshoot(beyond(progress), shuffled(COMBINATIONS, streamFor(seed, 2 + progress.phases)));
    case 'confirm':
      return phases.confirm(level, settings.windows - clean);
    case 'closing':
      return phases.closing(beyond(progress), CLOSING - closing.length);
    default:
      return phases.bracket(offer);
  }
}

/** Clearly more than was ever held, and at most what the plan allows. */
function beyond({ settings, bracketed, overshoots }: SearchProgress): number {
  const highest = Math.max(bracketed, ...overshoots.map(({ reading }) => reading.held));
  return Math.min(settings.most, Math.max(highest + 2, Math.ceil(highest * BEYOND)));
}

function saying({ clean, settings }: SearchProgress, { name, probes }: SearchPhase): string {
  const offer = probes[0]?.offer ?? 0;
  if (name === 'bracket') return `bracket: ${offer} sessions`;
  if (name !== 'confirm') return `${name}: ${probes.length} times ${offer} sessions`;
  return `confirm: ${offer} sessions, ${clean} of ${settings.windows} windows clean so far`;
}
