import { phasesOf, type SearchSettings } from '../../lib/plan/probes/settings.ts';
import { runMs } from '../../lib/plan/probes/timetable.ts';
import { halvesOf } from './deployment-limits.ts';
import { LevelSteps } from './level-steps.ts';
import { COMBINATIONS } from './rate-evidence.ts';
import { CLOSING, OVERSHOOTS } from './search-state.ts';

/**
 * How long (ms) a search takes that finds its ceiling at `level` without stepping down. Each step down adds windows.
 */
export function searchLengthMs(settings: SearchSettings, level: number): number {
  const learnt = { again: 2, without: [] };
  const phases = phasesOf(settings, learnt);
  const beyond = Math.min(settings.most, Math.max(level + 2, Math.ceil(level * 1.2)));
  let total = runMs(phases.baseline(level));
  for (let offer = settings.first; ; offer = Math.min(settings.most, offer * 2)) {
    total += runMs(phasesOf(settings, { ...learnt, again: 3 }).bracket(offer));
    if (offer > level || offer >= settings.most) break;
  }
  for (let probes = 0; probes < (settings.quick ? OVERSHOOTS / 2 : OVERSHOOTS); probes += COMBINATIONS.length) {
    total += runMs(phases.overshoot(beyond, COMBINATIONS));
  }
  total += runMs(phases.release(beyond, level, false));
  const steps = new LevelSteps(settings);
  steps.begin(level);
  while (!steps.isDone) {
    const phase = phases.confirm(level, steps.wanted - steps.clean, steps.everyMs);
    for (const _ of phase.probes) steps.cleanWindow(0, 0);
    total += runMs(phase);
  }
  return total + runMs(phases.closing(beyond, settings.quick ? 1 : CLOSING, halvesOf(settings.deployments, [])));
}
