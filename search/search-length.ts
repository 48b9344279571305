import { phasesOf, type SearchSettings } from '../lib/plan/probes/settings.ts';
import { runMs } from '../lib/plan/probes/timetable.ts';
import { COMBINATIONS } from './rate-evidence.ts';
import { CLOSING, OVERSHOOTS } from './search-progress.ts';

/**
 * How long (ms) a search takes that finds its ceiling at `level` without stepping down. Each step down adds windows.
 */
export function searchLengthMs(settings: SearchSettings, level: number): number {
  const phases = phasesOf(settings);
  const beyond = Math.min(settings.most, Math.ceil(level * 1.2));
  let total = 0;
  for (let offer = settings.first; ; offer = Math.min(settings.most, offer * 2)) {
    total += runMs(phases.bracket(offer));
    if (offer > level || offer >= settings.most) break;
  }
  for (let probes = 0; probes < (settings.quick ? OVERSHOOTS / 2 : OVERSHOOTS); probes += COMBINATIONS.length) {
    total += runMs(phases.overshoot(beyond, COMBINATIONS));
  }
  if (settings.quick) return total;
  for (let left = settings.windows; left > 0; ) {
    const phase = phases.confirm(level, left);
    left -= phase.probes.length;
    total += runMs(phase);
  }
  return total + runMs(phases.closing(beyond, CLOSING));
}
