import { regularDurationMs, type ScenarioConfig } from '../options/scenario-config.ts';
import type { ExecutionSegment } from '../segment/segment.ts';
import { ArrivalRateExecutor } from './arrival-rate.ts';
import { arrivalsOf } from './arrival-times.ts';
import type { Executor, ExecutorContext } from './executor.ts';
import { IterationsExecutor } from './iterations.ts';
import { LoopingExecutor } from './looping.ts';
import { rampingSteps, stepsOfSegment } from './ramping-steps.ts';

/** Makes the executor of a scenario with the segment's share of the work. */
export function createExecutor(config: ScenarioConfig, segment: ExecutionSegment, crew: ExecutorContext): Executor {
  const { gracefulStopMs } = config;
  const durationMs = regularDurationMs(config);
  switch (config.executor) {
    case 'constant-vus': {
      const steps = [{ atMs: 0, vus: segment.scale(config.vus) }];
      return new LoopingExecutor({ steps, durationMs, gracefulStopMs, gracefulRampDownMs: 0 }, crew);
    }
    case 'ramping-vus': {
      const steps = stepsOfSegment(rampingSteps(config.startVUs, config.stages), segment);
      const { gracefulRampDownMs } = config;
      return new LoopingExecutor({ steps, durationMs, gracefulStopMs, gracefulRampDownMs }, crew);
    }
    case 'per-vu-iterations': {
      const { iterations, maxDurationMs } = config;
      const vus = segment.scale(config.vus);
      return new IterationsExecutor({ vus, iterations, shared: false, maxDurationMs, gracefulStopMs }, crew);
    }
    case 'shared-iterations': {
      const { maxDurationMs } = config;
      const iterations = workShare(config, segment).scale(config.iterations);
      const vus = segment.scale(config.vus);
      return new IterationsExecutor({ vus, iterations, shared: true, maxDurationMs, gracefulStopMs }, crew);
    }
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate': {
      const preAllocatedVUs = segment.scale(config.preAllocatedVUs);
      const maxVUs = segment.scale(config.maxVUs);
      const arrivals = arrivalsOf(config, workShare(config, segment));
      return new ArrivalRateExecutor({ arrivals, durationMs, gracefulStopMs, preAllocatedVUs, maxVUs }, crew);
    }
  }
}

/**
 * The segment by which the iterations of a scenario are numbered over the whole test and, when its VUs share them,
 * divided: a segment without a VU of the scenario gets no iteration. When each VU has its own iterations, only VUs are
 * divided.
 */
export function workShare(config: ScenarioConfig, segment: ExecutionSegment): ExecutionSegment {
  switch (config.executor) {
    case 'shared-iterations':
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate':
      return segment.shareOfWork(maxVusOf(config));
    default:
      return segment;
  }
}

/** The scenarios that have work in a segment. The others are skipped. */
export function scenariosInSegment(
  configs: readonly ScenarioConfig[],
  segment: ExecutionSegment,
): readonly ScenarioConfig[] {
  return configs.filter((config) => segment.scale(maxVusOf(config)) > 0);
}

/** The maximum of VUs, in the whole test, that a scenario uses at once. */
function maxVusOf(config: ScenarioConfig): number {
  switch (config.executor) {
    case 'constant-vus':
    case 'per-vu-iterations':
    case 'shared-iterations':
      return config.vus;
    case 'ramping-vus':
      return Math.max(config.startVUs, ...config.stages.map(({ target }) => target));
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate':
      return config.maxVUs;
  }
}
