import type { Lane } from '../contract/script.ts';
import type { ScenarioConfig } from '../options/scenario-config.ts';
import type { ExecutionSegment } from '../segment/segment.ts';
import { requirementOf, type VuRequirement } from './vu-requirement.ts';

/** The lane of each scenario of a run, and the VUs of each lane. */
export interface LanePlan {
  /** By the names of scenarios. */
  readonly lanes: ReadonlyMap<string, Lane>;
  /** In the order in which the first VUs are made. Lanes without a scenario are left out. */
  readonly requirements: ReadonlyMap<Lane, VuRequirement>;
  /** Scenarios that their functions would let into the async lane, and that share VUs with one of the worker lane. */
  readonly moved: readonly string[];
}

/**
 * Gives each scenario the lane of its function where each VU can keep to one lane. In k6 any VU may run any scenario, and what a VU
 * has kept from one scenario is there in the next. So a run has two lanes only when no VU has to serve both: when the lanes
 * together plan as many VUs as k6 would make. Otherwise all scenarios get the worker lane, where every function can run.
 */
export function planLanes(
  scenarios: readonly ScenarioConfig[],
  segment: ExecutionSegment,
  laneOf: (exec: string) => Lane,
): LanePlan {
  const whole = requirementOf(scenarios, segment);
  const lanes = new Map(scenarios.map(({ name, exec }) => [name, laneOf(exec)]));
  const requirements = new Map<Lane, VuRequirement>();
  for (const lane of new Set(lanes.values())) {
    const own = scenarios.filter(({ name }) => lanes.get(name) === lane);
    requirements.set(lane, requirementOf(own, segment));
  }
  const planned = [...requirements.values()].reduce((sum, one) => sum + one.planned, 0);
  if (planned === whole.planned) return { lanes, requirements, moved: [] };
  const moved = [...lanes].flatMap(([name, lane]) => (lane === 'async' ? [name] : []));
  return {
    lanes: new Map(scenarios.map(({ name }) => [name, 'worker'])),
    requirements: new Map([['worker', whole]]),
    moved,
  };
}
