import { regularDurationMs, type ScenarioConfig } from '../options/scenario-config.ts';
import type { ExecutionSegment } from '../segment/segment.ts';
import { rampingSteps, stepsOfSegment, type VuStep } from './ramping-steps.ts';

/** The number of VUs that a test makes before it starts, and the maximum that it may grow to. */
export interface VuRequirement {
  readonly planned: number;
  readonly max: number;
}

/**
 * The VUs that a test needs. All scenarios share them, so that is the peak of their sum. A VU that ramps down stays
 * reserved for gracefulRampDown, and any VU until gracefulStop is over.
 */
export function requirementOf(scenarios: readonly ScenarioConfig[], segment: ExecutionSegment): VuRequirement {
  const planned = peakOfSum(scenarios.map((config) => reservation(config, segment, 'planned')));
  return { planned, max: peakOfSum(scenarios.map((config) => reservation(config, segment, 'max'))) };
}

/** The VUs that a scenario reserves, as steps from the start of the test; the last step is 0. */
export function reservation(
  config: ScenarioConfig,
  segment: ExecutionSegment,
  kind: keyof VuRequirement,
): readonly VuStep[] {
  const endMs = regularDurationMs(config) + config.gracefulStopMs;
  const own = ownSteps(config, segment, kind).filter((step) => step.atMs < endMs);
  return [...own, { atMs: endMs, vus: 0 }].map(({ atMs, vus }) => ({ atMs: atMs + config.startTimeMs, vus }));
}

function ownSteps(config: ScenarioConfig, segment: ExecutionSegment, kind: keyof VuRequirement): readonly VuStep[] {
  switch (config.executor) {
    case 'ramping-vus':
      return held(
        [...stepsOfSegment(rampingSteps(config.startVUs, config.stages), segment)],
        config.gracefulRampDownMs,
      );
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate':
      return [{ atMs: 0, vus: segment.scale({ planned: config.preAllocatedVUs, max: config.maxVUs }[kind]) }];
    default:
      return [{ atMs: 0, vus: segment.scale(config.vus) }];
  }
}

/** Keeps each level reserved for `holdMs` after it was left: at any time the highest level that is still reserved. */
function held(steps: readonly VuStep[], holdMs: number): readonly VuStep[] {
  const result: VuStep[] = [];
  /** The levels that are still reserved, highest first, each above all later ones, with the time at which it ends. */
  const holding: { vus: number; untilMs: number }[] = [];
  const say = (atMs: number, vus: number) => {
    if (result.at(-1)?.atMs === atMs) result.pop();
    if (result.at(-1)?.vus !== vus) result.push({ atMs, vus });
  };
  const letGo = (beforeMs: number, level: number) => {
    for (let top = holding[0]; top && top.untilMs <= beforeMs; top = holding[0]) {
      holding.shift();
      say(top.untilMs, Math.max(level, holding[0]?.vus ?? 0));
    }
  };
  let level = 0;
  for (const { atMs, vus } of steps) {
    letGo(atMs, level);
    while ((holding.at(-1)?.vus ?? Number.POSITIVE_INFINITY) <= level) holding.pop();
    holding.push({ vus: level, untilMs: atMs + holdMs });
    level = vus;
    say(atMs, Math.max(level, holding[0]?.vus ?? 0));
  }
  letGo(Number.POSITIVE_INFINITY, level);
  return result;
}

function peakOfSum(schedules: readonly (readonly VuStep[])[]): number {
  const changes = schedules.flatMap((steps) =>
    steps.map(({ atMs, vus }, at) => ({ atMs, change: vus - (steps[at - 1]?.vus ?? 0) })),
  );
  // At equal times decreases come first: a scenario that begins when another ends takes over its VUs.
  changes.sort((a, b) => a.atMs - b.atMs || a.change - b.change);
  let sum = 0;
  let peak = 0;
  for (const { change } of changes) {
    sum += change;
    peak = Math.max(peak, sum);
  }
  return peak;
}
