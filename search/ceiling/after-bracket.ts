import { maxAdmitted, metALimit, type ProbeReading } from '../../lib/plan/probes/phase.ts';
import type { SearchState } from './search-state.ts';
import { accept, FAR_BELOW, suspect } from './turning-points.ts';

/** Doubles the offer until a limit is met, or the maximum came in. */
export function afterBracket(state: SearchState, [probe]: readonly ProbeReading[]): void {
  if (probe === undefined) return;
  if (metALimit(probe)) return limitMet(state, probe);
  if (probe.offer < state.settings.most) {
    state.offer = Math.min(state.settings.most, probe.offer * 2);
    return;
  }
  state.bracketed = probe.offer;
  state.bracketRefused = undefined;
  if (state.baseline === undefined) state.stage = 'baseline';
  else accept(state, probe.offer, true);
}

function limitMet(state: SearchState, probe: ProbeReading): void {
  const before = maxAdmitted(state.sincePace.slice(0, -1));
  if (probe.held < before * FAR_BELOW) {
    suspect(
      state,
      `${before} sessions were admitted once, and after all had left only ${probe.held} came in: what counts is how many came lately, not how many are open`,
      'baseline',
    );
    return;
  }
  state.bracketed = Math.max(state.bracketed, probe.held, 1);
  state.bracketRefused = probe.firstRefused;
  if (state.all.every(({ admitted, late }) => admitted + late === 0)) {
    state.found = 'nothing-admitted';
    state.stage = 'over';
  } else state.stage = state.baseline === undefined ? 'baseline' : 'overshoot';
}
