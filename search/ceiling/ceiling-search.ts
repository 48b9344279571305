import { streamFor } from '../../lib/base/random.ts';
import type { SearchPhase } from '../../lib/plan/probes/phase.ts';
import { phasesOf, type SearchSettings } from '../../lib/plan/probes/settings.ts';
import { runMs } from '../../lib/plan/probes/timetable.ts';
import { shuffled } from '../statistics/permutation-test.ts';
import type { SearchHistory } from '../trials/measured-phase.ts';
import { halvesOf } from './deployment-limits.ts';
import { ordinal } from './ordinal.ts';
import { COMBINATIONS } from './rate-evidence.ts';
import { searchAnswer } from './search-answer.ts';
import { searchProgress } from './search-progress.ts';
import type { SearchResult } from './search-result.ts';
import type { SearchProgress } from './search-state.ts';

/** The next step of a search: a phase to be measured, or the result. */
export type SearchStep =
  | { readonly kind: 'measure'; readonly phase: SearchPhase; readonly says: string }
  | { readonly kind: 'done'; readonly result: SearchResult };

const MAX_FAILURES = 3;
const MAX_LATE = 12;
const MAX_TRIED = 20;
/** How many times the maximum ever held an overshoot probe offers. */
const BEYOND = 1.2;

/**
 * Decides the next step of the search for a ceiling: bracket, overshoot, confirm, and a last look. It is a pure
 * function of what was measured, so that a search can be resumed from its history. `seed` decides the order of the
 * overshoot probes.
 */
export function nextSearchStep(settings: SearchSettings, history: SearchHistory, seed: number): SearchStep {
  const progress = searchProgress(settings, history, seed);
  const next = nextPhase(progress);
  if (next === undefined) return { kind: 'done', result: searchAnswer(progress, []) };
  if (typeof next === 'string') return { kind: 'done', result: searchAnswer(progress, [next]) };
  return { kind: 'measure', phase: next, says: saying(progress, next) };
}

/** The answer from what was measured so far. `why` says in one line why there is no more. */
export function answerSoFar(settings: SearchSettings, history: SearchHistory, seed: number, why: string): SearchResult {
  return searchAnswer(searchProgress(settings, history, seed), [why]);
}

/** The next phase; undefined when the search is over, or a line that says why it cannot go on. */
function nextPhase(progress: SearchProgress): SearchPhase | string | undefined {
  const { stage, failures, lastFailure, level, late, all, elapsedMs, settings } = progress;
  if (stage === 'over') return undefined;
  if (failures >= MAX_FAILURES) return `${failures} phases in a row failed: ${lastFailure}`;
  if (stage === 'confirm' && level < 1) return 'no level had clean windows';
  if (stage === 'confirm' && progress.steps.tried > MAX_TRIED)
    return `${MAX_TRIED} levels were tried, and none stayed clean: the level moves, or there is none`;
  if (late > MAX_LATE && late > all.length / 2)
    return `${late} probes and windows ran late: this machine, or the way to the tenant, is too slow for them`;
  const fits = (phase: SearchPhase) => elapsedMs + runMs(phase) <= settings.budgetMs;
  let phase = afterRest(progress, wanted(progress, stage));
  // When the budget does not suffice for all windows, there are fewer of them.
  while (phase.name === 'confirm' && phase.probes.length > 1 && !fits(phase)) {
    phase = { ...phase, probes: phase.probes.slice(1) };
  }
  return fits(phase) ? phase : `the search stopped at its time budget, before ${phase.name}: lower bound only`;
}

/** The sessions of the release probe left before it was known how long their places take to be free. */
function afterRest({ lastPhase, restMs, settings }: SearchProgress, phase: SearchPhase): SearchPhase {
  const [first, ...others] = phase.probes;
  if (lastPhase !== 'release' || phase.name === 'release' || restMs <= settings.restMs || first === undefined)
    return phase;
  return { ...phase, probes: [{ ...first, waitMs: (first.waitMs ?? 0) + restMs }, ...others] };
}

function wanted(progress: SearchProgress, stage: Exclude<SearchProgress['stage'], 'over'>): SearchPhase {
  const { settings, perMinute, restMs, offer, level, steps, closing, knocks, without, seed } = progress;
  const phases = phasesOf({ ...settings, perMinute, restMs }, { again: knocks - 1, without });
  switch (stage) {
    case 'baseline':
      return phases.baseline(progress.bracketed);
    case 'release':
      return phases.release(progress.releaseOffer, progress.releaseOffer / BEYOND, progress.isThorough);
    case 'overshoot':
      // A phase has four probes: each combination once, in random order.
      return phases.overshoot(beyond(progress), shuffled(COMBINATIONS, streamFor(seed, 2 + progress.phases)));
    case 'confirm':
      return phases.confirm(level, steps.wanted - steps.clean, steps.everyMs);
    case 'closing':
      return phases.closing(
        beyond(progress),
        progress.wantedClosing - closing.length,
        halvesOf(settings.deployments, without),
      );
    default:
      return phases.bracket(offer);
  }
}

/** Clearly more than was ever held, and at most what the plan allows. */
function beyond(progress: SearchProgress): number {
  const highest = maxInside(progress);
  return Math.min(progress.settings.most, Math.max(highest + 2, Math.ceil(highest * BEYOND)));
}

function maxInside({ bracketed, overshoots }: SearchProgress): number {
  return Math.max(bracketed, ...overshoots.map(({ reading }) => reading.held));
}

function saying({ steps, perMinute }: SearchProgress, { name, probes }: SearchPhase): string {
  const offer = probes[0]?.offer ?? 0;
  if (name === 'bracket') return `bracket: ${offer} sessions`;
  if (name === 'release') return `release: ${offer} sessions, of which some leave: how soon their places are free`;
  if (name !== 'confirm') return `${name}: ${probes.length} times ${offer} sessions`;
  const apart = steps.everyMs > 0 ? `, ${Math.round(steps.everyMs / 1_000)} s apart` : '';
  const nth = steps.tried > 1 ? `, the ${ordinal(steps.tried)} level tried` : '';
  return `confirm: ${offer} sessions at ${Math.round(perMinute)} a minute, ${steps.clean} of ${steps.wanted} windows clean so far${apart}${nth}`;
}
