import { isSure, type ProbeReading, type SearchPhase } from '../../lib/plan/probes/phase.ts';
import type { SearchState } from './search-state.ts';

/** Collects the last look: probes with all deployments, and with half of them. */
export function afterClosing(state: SearchState, phase: SearchPhase, readings: readonly ProbeReading[]): void {
  for (const [place, reading] of readings.entries()) {
    if (!isSure(reading)) continue;
    const isHalf = (phase.probes[place]?.without?.length ?? 0) > state.without.length;
    (isHalf ? state.halves : state.closing).push(reading);
  }
  if (state.closing.length >= state.wantedClosing) state.stage = 'over';
}
