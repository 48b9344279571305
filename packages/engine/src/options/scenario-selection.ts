import { invalidConfig } from '../contract/invalid-config.ts';
import { parseSelector } from '../metrics/submetric.ts';
import type { OptionLayer } from './option-layers.ts';
import type { ExecutionPlan } from './scenario-shortcuts.ts';

/** What `--scenario` and `--once` of k6 2.3 ask for (docs/facts/k6.md, section 1, K1.14). */
export interface ScenarioSelection {
  /** The scenarios to run; empty for all. */
  readonly names: readonly string[];
  /** Whether each scenario runs one iteration alone. */
  readonly once: boolean;
}

/** How a shortcut for load is called where it is given, by its key. */
const LOAD: Readonly<Record<string, string>> = {
  vus: '--vus',
  duration: '--duration',
  iterations: '--iterations',
  stages: '--stage',
};
const SEGMENT: Readonly<Record<string, string>> = {
  executionSegment: '--execution-segment',
  executionSegmentSequence: '--execution-segment-sequence',
};

/**
 * Takes from a layer what contradicts the selection. On the command line that is a RunEnd 104, from a variable or a file a
 * warning; with `--once` from the script too.
 */
export function withoutLoad(
  layer: OptionLayer,
  { names, once }: ScenarioSelection,
  from: 'flags' | 'script' | 'elsewhere',
  warn: (line: string) => void,
): OptionLayer {
  if (names.length === 0 && !once) return layer;
  if (from === 'script' && !once) return layer;
  const flag = once ? '--once' : '--scenario';
  const kept: Record<string, unknown> = { ...layer };
  for (const [key, given] of Object.entries(once ? { ...LOAD, ...SEGMENT } : LOAD)) {
    if (kept[key] === undefined) continue;
    if (from === 'flags') throw invalidConfig(`${given} cannot go with ${flag}`);
    warn(`option "${key}" has no effect with ${flag}`);
    delete kept[key];
  }
  return kept;
}

/** The scenarios that are left. Throws a RunEnd 104 for a name that there is not, and for `--once` with several. */
export function selectScenarios(plan: ExecutionPlan, isNamed: boolean, selection: ScenarioSelection): ExecutionPlan {
  const { names, once } = selection;
  if (names.length === 0 && !once) return plan;
  const missing = names.find((name) => !(isNamed && Object.hasOwn(plan.scenarios, name)));
  if (missing !== undefined) {
    const known = isNamed
      ? `the script has ${Object.keys(plan.scenarios).join(', ')}`
      : 'the script does not have any named scenario';
    throw invalidConfig(`--scenario: scenario "${missing}" not found; ${known}`);
  }
  const left = Object.entries(plan.scenarios).filter(([name]) => names.length === 0 || names.includes(name));
  if (!once) return { scenarios: Object.fromEntries(left) };
  if (left.length > 1 && names.length === 0) {
    throw invalidConfig(`--once takes one scenario, and the script has ${left.length}: choose with --scenario`);
  }
  return { scenarios: Object.fromEntries(left.map(([name, scenario]) => [name, runOnce(scenario)])) };
}

/** A scenario of one VU and one iteration that keeps its function and its surroundings. */
function runOnce(scenario: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept = Object.entries(scenario).filter(([key]) => ['exec', 'env', 'tags', 'options'].includes(key));
  return {
    ...Object.fromEntries(kept),
    executor: 'shared-iterations',
    vus: 1,
    iterations: 1,
    startTime: '0s',
    maxDuration: '10m',
    gracefulStop: '30s',
  };
}

/** The thresholds without those of a scenario that is configured and not selected; each of them is a warning. */
export function selectThresholds(
  thresholds: Readonly<Record<string, unknown>>,
  plan: ExecutionPlan,
  { names }: ScenarioSelection,
  warn: (line: string) => void,
): Readonly<Record<string, unknown>> {
  if (names.length === 0) return thresholds;
  const isLeftOut = (key: string) => {
    const scenario = parseSelector(key).tags?.scenario;
    return scenario !== undefined && Object.hasOwn(plan.scenarios, scenario) && !names.includes(scenario);
  };
  return Object.fromEntries(
    Object.entries(thresholds).filter(([key]) => {
      const leftOut = isLeftOut(key);
      if (leftOut) warn(`the threshold on ${key} is skipped: its scenario is not among those of --scenario`);
      return !leftOut;
    }),
  );
}
