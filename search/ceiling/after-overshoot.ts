import { streamFor } from '../../lib/base/random.ts';
import { isSure, maxAdmitted, metALimit, type ProbeReading, type SearchPhase } from '../../lib/plan/probes/phase.ts';
import { insideDespiteChance } from './level-steps.ts';
import { hasMoved, leastOf } from './overshoot-levels.ts';
import { type OfferedReading, rateEvidence } from './rate-evidence.ts';
import type { SearchState } from './search-state.ts';
import { accept, endWithoutLevel, offerInRelease, slowDown, suspect } from './turning-points.ts';

const MAX_PASSING = 2;
/** Looking again at a level that moved ends after so many times. */
export const MAX_LOOKS = 4;
/** Levels of overshoot probes that differ by more are not of one ceiling. */
const COLLAPSED = 0.5;

/** Looks for a limit on the rate, and takes the level from the probes when there are enough of them. */
export function afterOvershoot(state: SearchState, phase: SearchPhase, readings: readonly ProbeReading[]): void {
  state.overshoots.push(...offeredReadings(phase, readings));
  const met = state.overshoots.filter(({ reading }) => metALimit(reading));
  const maxOffer = Math.max(...state.overshoots.map(({ reading }) => reading.offer));
  if (state.overshoots.length >= 2 && met.length < state.overshoots.length / 2 && maxOffer < state.settings.most) {
    // The limit that the bracket met is gone: the bracket goes on from here.
    state.overshoots = [];
    state.stage = 'bracket';
    state.offer = Math.min(state.settings.most, maxOffer * 2);
    return;
  }
  // After another look the ceiling may have come down since the first probes, so they do not count.
  const admittedBefore = state.looks === 0 ? maxAdmitted(state.all) : 0;
  const evidence = rateEvidence(state.overshoots, admittedBefore, streamFor(state.seed, 1));
  if (evidence !== undefined) suspect(state, evidence, 'overshoot');
  else if (state.overshoots.length >= state.wantedOvershoots) takeLevel(state, met, maxOffer);
}

function offeredReadings(phase: SearchPhase, readings: readonly ProbeReading[]): OfferedReading[] {
  const fastest = Math.max(...phase.probes.map((probe) => probe.perMinute));
  return readings.flatMap((reading, place) => {
    const { perMinute = 0, waitMs = 0 } = phase.probes[place] ?? {};
    return isSure(reading) ? [{ slow: perMinute < fastest, rested: waitMs > 0, reading }] : [];
  });
}

function takeLevel(state: SearchState, met: readonly OfferedReading[], maxOffer: number): void {
  const { looks, earlier, overshoots, seed, settings } = state;
  if (looks > MAX_LOOKS && hasMoved(earlier, overshoots, streamFor(seed, 0))) return endWithoutLevel(state);
  // A start that is too high costs a step down; one that is too low would stay.
  const levels = (met.length > 0 ? met : overshoots).map(({ reading }) => insideDespiteChance(reading));
  // A refusal that no probe repeats was a passing one, once or twice. After that, another look does not improve the
  // level.
  const passing = met.length === 0 && looks <= MAX_PASSING;
  if (met.length === 0 && !passing) {
    return slowDown(
      state,
      `windows one after another were refused ${looks} times, and no probe of ${maxOffer} sessions between them was`,
    );
  }
  const before = looks === 0 || passing ? settings.most : state.refusedAt;
  const [least, highest] = [leastOf(levels), Math.max(...levels)];
  if (least < highest * COLLAPSED) {
    return suspect(
      state,
      `in some probes ${highest} sessions came in, and in others ${least}: what counts is how many came lately, not how many are open`,
      'overshoot',
    );
  }
  const level = Math.max(1, Math.min(before, least));
  const isRefused = met.some(({ reading }) => reading.refused > 0);
  if (passing || !isRefused || state.isProven) return accept(state, level, passing);
  state.candidate = level;
  offerInRelease(state, maxOffer);
  state.stage = 'release';
}
