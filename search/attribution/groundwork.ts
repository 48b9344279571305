import { maxAdmitted, type SearchPhase } from '../../lib/plan/probes/phase.ts';
import { type Learnt, phasesOf, type SearchSettings } from '../../lib/plan/probes/settings.ts';
import { type Baseline, type BaselineSays, baselineOf, baselineSays } from '../ceiling/baseline.ts';
import { nextSearchStep } from '../ceiling/ceiling-search.ts';
import { knocksFor } from '../ceiling/chance.ts';
import { deadDeployments, summed } from '../ceiling/deployment-limits.ts';
import { searchProgress } from '../ceiling/search-progress.ts';
import type { MeasuredPhase, SearchHistory } from '../trials/measured-phase.ts';

/** What is known before things are varied: about where the level is, and what happens far below it. */
export interface Groundwork extends Learnt {
  readonly level: number;
  readonly baseline?: Baseline;
  readonly says: BaselineSays;
}

export type GroundworkStep =
  | { readonly kind: 'measure'; readonly phase: SearchPhase; readonly says: string }
  | { readonly kind: 'done'; readonly groundwork: Groundwork }
  | { readonly kind: 'none'; readonly why: string };

/** Before the baseline a session that is refused knocks again so often. */
const FIRST_AGAIN = 5;
const MAX_BASELINES = 3;

/** The next step before an attribution: a bracket, where no level is given, and a baseline below it. */
export function nextGroundwork(
  settings: SearchSettings,
  history: SearchHistory,
  level: number | undefined,
): GroundworkStep {
  return level === undefined ? bracketed(settings, history) : given(settings, history, level);
}

function bracketed(settings: SearchSettings, history: SearchHistory): GroundworkStep {
  const step = nextSearchStep(settings, history, 0);
  const { baseline, bracketed: inside, knocks, without, all, found, rates } = searchProgress(settings, history, 0);
  if (
    step.kind === 'measure' &&
    rates.length === 0 &&
    (step.phase.name === 'bracket' || step.phase.name === 'baseline')
  ) {
    return step;
  }
  const says = found === 'chance' || found === 'cuts' ? found : 'nothing';
  if (step.kind === 'done' && says === 'nothing' && rates.length === 0) {
    return { kind: 'none', why: step.result.irregular[0] ?? 'nothing was admitted' };
  }
  // A limit on the rate has let in the most at first.
  const level = Math.max(1, step.kind === 'measure' && step.phase.name === 'release' ? maxAdmitted(all) : inside);
  return { kind: 'done', groundwork: { level, says, again: knocks - 1, without, ...(baseline ? { baseline } : {}) } };
}

function given(settings: SearchSettings, history: SearchHistory, level: number): GroundworkStep {
  let without: readonly number[] = [];
  let last: MeasuredPhase | undefined;
  for (const measured of history) {
    if ('failed' in measured) continue;
    last = measured;
    const dead = deadDeployments(summed([], measured.deployments));
    if (dead.length === 0) continue;
    without = [...without, ...dead].sort((a, b) => a - b);
    last = undefined;
  }
  if (last === undefined || !('probes' in last)) {
    if (history.length >= MAX_BASELINES) return { kind: 'none', why: 'its baseline failed' };
    const phase = phasesOf(settings, { again: FIRST_AGAIN, without }).baseline(level);
    return {
      kind: 'measure',
      phase,
      says: `baseline: ${phase.probes.length} times ${phase.probes[0]?.offer} sessions`,
    };
  }
  const baseline = baselineOf(last.probes);
  const again = knocksFor(settings.most, baseline) - 1;
  return { kind: 'done', groundwork: { level, baseline, says: baselineSays(baseline, settings.most), again, without } };
}
