import type { Probe, ProbeReading } from '../../lib/plan/probes/phase.ts';
import { RELEASE_KNOCKS_MS } from '../../lib/plan/probes/settings.ts';
import { type Release, releaseOf } from './release.ts';
import type { SearchState, Suspicion } from './search-state.ts';
import { accept, beginAgain, offerInRelease, slowDown, suspect } from './turning-points.ts';

/** The rest between probes is so many times as long as places were seen to take until they are free. */
const REST = 1.5;

/** Reads a full house of which some left: it explains a suspicion, or proves a level. */
export function afterRelease(state: SearchState, probe: Probe, reading: ProbeReading): void {
  const release = releaseOf(probe, reading);
  if (state.suspicion === undefined) proof(state, release);
  else explanation(state, release, reading, state.suspicion);
}

/** Whether a level is one: who leaves makes room for the next. */
function proof(state: SearchState, release: Release): void {
  const level = state.candidate;
  // Where nothing else spoke for a pace, knocks that come in before the dip are those of a level that is redrawn.
  const isRedrawn = release.kind === 'paced' && state.rates.length === 0;
  if (isRedrawn || (release.kind === 'freed' && release.withinMs === 0)) {
    state.isProven = true;
    accept(state, level, false);
  } else if (release.kind === 'not-full') {
    beginAgain(state);
    state.passing.push(`a level of ${level} was gone when it was looked at again`);
  } else {
    const evidence = 'evidence' in release ? release.evidence : 'places are free only some seconds later';
    suspect(state, evidence, 'overshoot');
  }
}

function explanation(state: SearchState, release: Release, reading: ProbeReading, suspicion: Suspicion): void {
  if (release.kind === 'not-full' && reading.offer < state.settings.most) {
    return offerInRelease(state, reading.offer * 2);
  }
  let withinMs = release.kind === 'freed' ? release.withinMs : 0;
  if (withinMs > 0) {
    const first = state.freedWithin;
    state.freedWithin = withinMs;
    // Places are free as late at any time. Where the minute's end brought them, it comes at another time.
    if (first === undefined && state.rates.length === 0) return;
    if (first === undefined || stepsApart(first, withinMs) > 1) {
      return slowDown(
        state,
        `places came free after ${withinMs / 1_000} s once, and at another time not so: what counts is how many came in a minute`,
      );
    }
    withinMs = Math.max(first, withinMs);
  }
  state.hasLooked = true;
  state.suspicion = undefined;
  state.overshoots = [];
  if ('evidence' in release) return slowDown(state, release.evidence);
  if (release.kind === 'not-full') {
    // The limit that was met is gone.
    state.baseline = undefined;
    state.stage = 'bracket';
    state.offer = reading.offer;
    return;
  }
  state.isProven = true;
  if (withinMs > 0) state.restMs = Math.max(state.restMs, withinMs * REST);
  else state.passing.push(`not seen again: ${suspicion.evidence}`);
  state.releaseMs = withinMs;
  state.bracketed = Math.max(1, reading.admitted);
  state.bracketRefused = reading.firstRefused;
  state.stage = suspicion.from;
}

/** How many of the times at which a release is looked for lie between two of them. */
function stepsApart(firstMs: number, secondMs: number): number {
  const times: readonly number[] = RELEASE_KNOCKS_MS;
  return Math.abs(times.indexOf(firstMs) - times.indexOf(secondMs));
}
