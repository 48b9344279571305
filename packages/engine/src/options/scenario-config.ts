/** One stage of a ramping executor. */
export interface Stage {
  readonly durationMs: number;
  readonly target: number;
}

interface Common {
  readonly name: string;
  readonly startTimeMs: number;
  readonly gracefulStopMs: number;
  readonly exec: string;
  readonly env: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface ConstantVus extends Common {
  readonly executor: 'constant-vus';
  readonly vus: number;
  readonly durationMs: number;
}

export interface RampingVus extends Common {
  readonly executor: 'ramping-vus';
  readonly startVUs: number;
  readonly stages: readonly Stage[];
  readonly gracefulRampDownMs: number;
}

export interface PerVuIterations extends Common {
  readonly executor: 'per-vu-iterations';
  readonly vus: number;
  readonly iterations: number;
  readonly maxDurationMs: number;
}

export interface SharedIterations extends Common {
  readonly executor: 'shared-iterations';
  readonly vus: number;
  readonly iterations: number;
  readonly maxDurationMs: number;
}

export interface ConstantArrivalRate extends Common {
  readonly executor: 'constant-arrival-rate';
  readonly rate: number;
  readonly timeUnitMs: number;
  readonly durationMs: number;
  readonly preAllocatedVUs: number;
  readonly maxVUs: number;
}

export interface RampingArrivalRate extends Common {
  readonly executor: 'ramping-arrival-rate';
  readonly startRate: number;
  readonly timeUnitMs: number;
  readonly stages: readonly Stage[];
  readonly preAllocatedVUs: number;
  readonly maxVUs: number;
}

export type ArrivalRate = ConstantArrivalRate | RampingArrivalRate;
export type ScenarioConfig = ConstantVus | RampingVus | PerVuIterations | SharedIterations | ArrivalRate;

/** How long the executor starts iterations, in ms from its own start; gracefulStop comes after it. */
export function regularDurationMs(config: ScenarioConfig): number {
  switch (config.executor) {
    case 'constant-vus':
    case 'constant-arrival-rate':
      return config.durationMs;
    case 'per-vu-iterations':
    case 'shared-iterations':
      return config.maxDurationMs;
    case 'ramping-vus':
    case 'ramping-arrival-rate':
      return config.stages.reduce((sum, stage) => sum + stage.durationMs, 0);
  }
}
