import { invalidConfig } from '../contract/invalid-config.ts';
import type { OptionLayer } from './option-layers.ts';

/** The scenarios of a run in their JSON shape, whether written as scenarios or as shortcuts. */
export interface ExecutionPlan {
  readonly scenarios: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly warning?: string;
}

/**
 * Turns the shortcuts (`vus`, `duration`, `iterations`, `stages`) into the scenario "default", as k6 does. Without any
 * of them it is one VU that runs one iteration. Throws a RunEnd 104 when two of them contradict each other.
 */
export function executionPlan(options: OptionLayer): ExecutionPlan {
  const { vus, duration, iterations, stages, scenarios } = options;
  refuseTogether({ stages, duration });
  refuseTogether({ stages, iterations });
  for (const [key, value] of Object.entries({ duration, iterations, stages }))
    refuseTogether({ scenarios, [key]: value });
  if (scenarios !== undefined) return { scenarios: scenarios as ExecutionPlan['scenarios'] };
  const some = vus === undefined ? {} : { vus };
  if (iterations !== undefined) {
    const limit = duration === undefined ? {} : { maxDuration: duration };
    return only({ executor: 'shared-iterations', ...some, iterations, ...limit });
  }
  if (duration !== undefined) return only({ executor: 'constant-vus', ...some, duration });
  if (stages !== undefined)
    return only({ executor: 'ramping-vus', ...(vus === undefined ? {} : { startVUs: vus }), stages });
  if (vus === undefined) return only({ executor: 'per-vu-iterations' });
  const warning = `vus is set without duration, iterations or stages: ${vus} VUs share ${vus} iterations`;
  return { ...only({ executor: 'shared-iterations', vus, iterations: vus }), warning };
}

function only(scenario: Readonly<Record<string, unknown>>): ExecutionPlan {
  return { scenarios: { default: scenario } };
}

function refuseTogether(pair: Readonly<Record<string, unknown>>): void {
  const [one, other] = Object.keys(pair);
  if (Object.values(pair).every((value) => value !== undefined)) {
    throw invalidConfig(`options ${one} and ${other} cannot both be set: each says how much load there is`);
  }
}
