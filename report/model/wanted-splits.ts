import type { Plan } from '../../lib/plan/schema.ts';
import { agentSplits, customerSplits, monitorSplits, platformSplits } from '../../thresholds/splits.ts';
import type { FoldedSamples } from '../fold/folded-samples.ts';

/** The submetrics that the figures of a run are read from. What the plan adds to them is known with the plan alone. */
export function wantedSplits(plan: Plan | undefined): string[] {
  const ofPlatform = plan?.agents ? platformSplits(plan, plan.agents) : {};
  return Object.keys({ ...customerSplits(), ...agentSplits(), ...monitorSplits(), ...ofPlatform });
}

const LOAD = 'platform-load';

/** What tells the calls of `platformLoad` from the agents' own, whatever is known of the plan. */
export function loadSplits({ metrics }: FoldedSamples): string[] {
  return ['platform_rate_limited', 'platform_request']
    .filter((name) => metrics.get(name)?.valuesOf('scenario').includes(LOAD))
    .map((name) => `${name}{scenario:${LOAD}}`);
}
