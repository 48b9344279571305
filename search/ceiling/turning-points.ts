import { maxAdmitted } from '../../lib/plan/probes/phase.ts';
import type { SearchState, Suspicion } from './search-state.ts';

/** After a limit on the rate the search begins again at a pace this many times slower, up to `MAX_SLOW_DOWNS` times. */
const SLOWER = 4;
const MAX_SLOW_DOWNS = 4;

/** A level below this share of what was admitted is not of the same ceiling: it moved, or it is no ceiling. */
export const FAR_BELOW = 0.75;

/** Begins with the bracket again. What is known of the tenant stays, and what is known of the level does not. */
export function beginAgain(state: SearchState): void {
  state.sincePace = [];
  state.hasLooked = false;
  state.freedWithin = undefined;
  state.suspicion = undefined;
  state.isProven = false;
  state.stage = 'bracket';
  state.found = state.rates.length > 0 ? 'rate' : 'unfinished';
  state.offer = state.settings.first;
  state.bracketed = 0;
  state.bracketRefused = undefined;
  state.baseline = undefined;
  state.baselines = 0;
  state.overshoots = [];
  state.earlier = [];
  state.looks = 0;
  state.refusedWindows = [];
}

/** A slow release is looked for at each pace, before evidence is taken for a limit on the rate. */
export function suspect(state: SearchState, evidence: string, from: Suspicion['from']): void {
  if (state.hasLooked) return slowDown(state, evidence);
  state.suspicion = { evidence, from };
  state.stage = 'release';
  offerInRelease(state, Math.ceil(maxAdmitted(state.sincePace) * 1.2) + 2);
}

export function offerInRelease(state: SearchState, offer: number): void {
  state.releaseOffer = Math.min(state.settings.most, offer);
}

/** Begins again at a slower pace, because a limit on the rate hides a ceiling. */
export function slowDown(state: SearchState, evidence: string): void {
  state.rates.push({ perMinute: state.perMinute, evidence });
  if (state.rates.length > MAX_SLOW_DOWNS || state.settings.quick) {
    state.found = 'rate';
    return endWithoutLevel(state);
  }
  state.perMinute /= SLOWER;
  state.restMs = state.settings.restMs;
  beginAgain(state);
}

export function endWithoutLevel(state: SearchState): void {
  state.stage = 'over';
  state.steps.begin(0);
}

/** Takes a level to the windows that confirm it. */
export function accept(state: SearchState, level: number, unlimited: boolean): void {
  state.steps.begin(level);
  state.accepted = level;
  state.unlimited = unlimited;
  state.found = unlimited ? 'none' : 'ceiling';
  state.stage = 'confirm';
}
