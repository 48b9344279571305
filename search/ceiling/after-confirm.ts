import type { ProbeReading } from '../../lib/plan/probes/phase.ts';
import { rampMs, timetable } from '../../lib/plan/probes/timetable.ts';
import type { MeasuredPhase } from '../trials/measured-phase.ts';
import { MAX_LOOKS } from './after-overshoot.ts';
import { firstKnocksOf, knocksFor, together } from './chance.ts';
import { outcomeOf } from './level-steps.ts';
import { levelsOf } from './overshoot-levels.ts';
import type { SearchState } from './search-state.ts';
import { FAR_BELOW } from './turning-points.ts';

/** Counts the clean windows of a level, and steps down after one that was not. */
export function afterConfirm(
  state: SearchState,
  { phase, startedMs }: Pick<MeasuredPhase, 'phase' | 'startedMs'>,
  readings: readonly ProbeReading[],
): void {
  const times = timetable(phase);
  for (const [place, reading] of readings.entries()) {
    const [probe, time] = [phase.probes[place], times[place]];
    if (probe === undefined || time === undefined || reading.offer !== state.level) continue;
    const outcome = outcomeOf(reading, place > 0 && (readings[place - 1]?.late ?? 0) > 0);
    if (outcome === undefined) continue;
    state.windows.push({ level: reading.offer, lengthMs: rampMs(probe) + probe.holdMs, outcome });
    if (outcome === 'clean') {
      state.steps.cleanWindow(startedMs + time.startsMs, startedMs + time.leaveMs);
      state.byChance = together(state.byChance, firstKnocksOf([reading]));
    } else if (outcome === 'late') state.late++;
    else stepDown(state, reading);
  }
  state.knocks = knocksFor(state.settings.most, state.byChance);
  if (state.stage === 'confirm' && state.steps.isDone) state.stage = state.unlimited ? 'over' : 'closing';
}

/** Steps down after a window that was not clean, or looks again where it was refused far below its level. */
function stepDown(state: SearchState, reading: ProbeReading): void {
  state.refusedAt = state.level;
  const isFar = state.steps.refusedWindow(reading);
  state.stepDowns++;
  const again = isFar || state.level < state.accepted * FAR_BELOW;
  if ((state.unlimited || again) && state.looks <= MAX_LOOKS) lookAgain(state);
  state.unlimited = false;
  state.found = state.level < 1 ? 'unfinished' : 'ceiling';
  if (reading.firstRefused !== undefined) state.refusedWindows.push(reading);
}

/** Repeats the overshoot probes, because the windows contradict them. */
function lookAgain(state: SearchState): void {
  state.bracketed = Math.max(state.accepted, ...levelsOf(state.overshoots));
  state.earlier.push(...state.overshoots);
  state.overshoots = [];
  state.looks++;
  state.stage = 'overshoot';
}
