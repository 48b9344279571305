import type { Env } from '../load.ts';
import type { Plan } from '../schema.ts';
import type { Probe, SearchPhase } from './phase.ts';
import { phasesOf, settingsOf } from './settings.ts';

/**
 * The phase that `headroom ceiling` passes in `-e PHASE=…`. Without it, in a run by hand, it is one overshoot of
 * `ceiling.most`. Throws one line when PHASE is not a phase.
 */
export function phaseIn(env: Env, plan: Plan): SearchPhase {
  if (!env.PHASE) return phasesOf(settingsOf(plan)).byHand();
  let phase: Partial<SearchPhase>;
  try {
    phase = JSON.parse(env.PHASE) as Partial<SearchPhase>;
  } catch {
    throw new Error('PHASE: not JSON; allowed: what headroom ceiling hands over, or none');
  }
  const { probes } = phase;
  if (!Array.isArray(probes) || probes.length === 0 || !probes.every(isProbe)) {
    throw new Error('PHASE: no probes; allowed: what headroom ceiling hands over, or none');
  }
  return phase as SearchPhase;
}

function isProbe({ offer, perMinute, holdMs, restMs, knocks }: Probe): boolean {
  return offer >= 1 && perMinute > 0 && holdMs >= 0 && restMs >= 0 && knocks >= 0;
}
