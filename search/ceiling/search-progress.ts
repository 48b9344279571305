import { isSure, type Probe, type ProbeReading } from '../../lib/plan/probes/phase.ts';
import type { SearchSettings } from '../../lib/plan/probes/settings.ts';
import type { MeasuredPhase, SearchHistory } from '../trials/measured-phase.ts';
import { afterBaseline } from './after-baseline.ts';
import { afterBracket } from './after-bracket.ts';
import { afterClosing } from './after-closing.ts';
import { afterConfirm } from './after-confirm.ts';
import { afterOvershoot } from './after-overshoot.ts';
import { afterRelease } from './after-release.ts';
import { deadDeployments, summed } from './deployment-limits.ts';
import { type SearchProgress, SearchState } from './search-state.ts';
import { beginAgain } from './turning-points.ts';

/** The state of a search, computed from its history. */
export function searchProgress(settings: SearchSettings, history: SearchHistory, seed: number): SearchProgress {
  const state = new SearchState(settings, seed);
  for (const measured of history) afterPhase(state, measured);
  return state;
}

function afterPhase(state: SearchState, { phase, startedMs, tookMs, ...measured }: MeasuredPhase): void {
  state.elapsedMs += tookMs;
  state.phases++;
  if ('failed' in measured) {
    state.failures++;
    state.failedPhases++;
    state.lastFailure = measured.failed;
    return;
  }
  state.failures = 0;
  for (const [cause, count] of Object.entries(measured.causes)) {
    state.causes.set(cause, (state.causes.get(cause) ?? 0) + count);
  }
  const inside = measured.probes.map((reading, place) => withoutLater(reading, phase.probes[place]));
  state.all.push(...inside);
  state.sincePace.push(...inside);
  state.lastPhase = phase.name;
  state.deployments = summed(state.deployments, measured.deployments);
  const dead = deadDeployments(state.deployments);
  if (dead.length > 0) return leaveOut(state, dead);
  if (phase.name !== 'confirm') state.late += measured.probes.filter(({ late }) => late > 0).length;
  const sure = measured.probes.filter(isSure);
  const [probe, reading] = [phase.probes[0], measured.probes[0]];
  switch (phase.name) {
    case 'bracket':
      return afterBracket(state, sure);
    case 'baseline':
      return afterBaseline(state, sure);
    case 'release':
      if (probe !== undefined && reading !== undefined && isSure(reading)) afterRelease(state, probe, reading);
      return;
    case 'overshoot':
      return afterOvershoot(state, phase, measured.probes);
    case 'confirm':
      return afterConfirm(state, { phase, startedMs }, measured.probes);
    case 'closing':
      return afterClosing(state, phase, measured.probes);
  }
}

/** Leaves out deployments that refuse every session, and begins again without them. */
function leaveOut(state: SearchState, dead: readonly number[]): void {
  state.without = [...state.without, ...dead].sort((a, b) => a - b);
  state.deployments = [];
  beginAgain(state);
}

/** Who knocks after a dip comes in the place of who left: they were not inside at once. */
function withoutLater(reading: ProbeReading, probe: Probe | undefined): ProbeReading {
  const { dip, knocksAtMs } = probe ?? {};
  if (dip === undefined || knocksAtMs === undefined) return reading;
  const early = (reading.knocksIn ?? []).filter((place) => (knocksAtMs[place] ?? 0) <= dip.afterMs);
  return { ...reading, knocksAdmitted: early.length };
}
