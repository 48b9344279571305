import { regularDurationMs, type ScenarioConfig } from '../options/scenario-config.ts';
import { ArrivalRateExecutor } from './arrival-rate.ts';
import { arrivalsOf } from './arrivals.ts';
import type { Crew, Executor } from './crew.ts';
import { IterationsExecutor } from './iterations.ts';
import { LoopingExecutor } from './looping.ts';
import { rampingSteps, shareOf } from './ramping.ts';
import type { Segment } from './segment.ts';

/** The executor of a scenario, with our segment's share of the work. */
export function createExecutor(config: ScenarioConfig, segment: Segment, crew: Crew): Executor {
  const { gracefulStopMs } = config;
  const durationMs = regularDurationMs(config);
  switch (config.executor) {
    case 'constant-vus': {
      const steps = [{ atMs: 0, vus: segment.scale(config.vus) }];
      return new LoopingExecutor({ steps, durationMs, gracefulStopMs, gracefulRampDownMs: 0 }, crew);
    }
    case 'ramping-vus': {
      const steps = shareOf(rampingSteps(config.startVUs, config.stages), segment);
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
      const iterations = segment.scale(config.iterations);
      const vus = segment.scale(config.vus);
      return new IterationsExecutor({ vus, iterations, shared: true, maxDurationMs, gracefulStopMs }, crew);
    }
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate': {
      const preAllocatedVUs = segment.scale(config.preAllocatedVUs);
      const maxVUs = segment.scale(config.maxVUs);
      const arrivals = arrivalsOf(config, segment);
      return new ArrivalRateExecutor({ arrivals, durationMs, gracefulStopMs, preAllocatedVUs, maxVUs }, crew);
    }
  }
}

/** False for an executor that has nothing to do in this segment: it is skipped. */
export function hasWork(config: ScenarioConfig, segment: Segment): boolean {
  switch (config.executor) {
    case 'constant-vus':
    case 'per-vu-iterations':
    case 'shared-iterations':
      return segment.scale(config.vus) > 0;
    case 'ramping-vus':
      return segment.scale(Math.max(config.startVUs, ...config.stages.map(({ target }) => target))) > 0;
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate':
      return segment.scale(config.maxVUs) > 0;
  }
}
