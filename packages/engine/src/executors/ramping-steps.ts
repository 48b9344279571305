import type { Stage } from '../options/scenario-config.ts';
import type { ExecutionSegment } from '../segment/segment.ts';

/** The number of VUs from `atMs` after the executor's start on. */
export interface VuStep {
  readonly atMs: number;
  readonly vus: number;
}

/**
 * The schedule of ramping-vus over the whole test, one VU a step. Going from a to b over D, the k-th new VU comes at
 * D·(k−a)/(b−a); going down, the step to a−j at D·j/(a−b). A stage without duration jumps. (docs/facts/k6.md, section
 * 4)
 */
export function* rampingSteps(startVUs: number, stages: readonly Stage[]): Generator<VuStep> {
  yield { atMs: 0, vus: startVUs };
  let from = startVUs;
  let startMs = 0;
  for (const { durationMs, target } of stages) {
    const change = Math.abs(target - from);
    const sign = Math.sign(target - from);
    if (durationMs === 0 && change > 0) yield { atMs: startMs, vus: target };
    else for (let k = 1; k <= change; k++) yield { atMs: startMs + (durationMs * k) / change, vus: from + sign * k };
    from = target;
    startMs += durationMs;
  }
}

/** The schedule of a segment: the steps at which its own number of VUs changes. */
export function* stepsOfSegment(steps: Iterable<VuStep>, segment: ExecutionSegment): Generator<VuStep> {
  let last = 0;
  for (const { atMs, vus } of steps) {
    const ours = segment.scale(vus);
    if (ours !== last) yield { atMs, vus: ours };
    last = ours;
  }
}
