import type { ScenarioConfig } from '../options/scenario-config.ts';
import { type RunEnvironment, ScenarioRun } from './scenario-run.ts';

/** Runs all scenarios that have work in the segment, each from its startTime. */
export class Scheduler {
  readonly scenarios: readonly ScenarioRun[];
  readonly #environment: RunEnvironment;

  constructor(configs: readonly ScenarioConfig[], environment: RunEnvironment) {
    this.#environment = environment;
    this.scenarios = configs.map((config) => new ScenarioRun(config, environment));
  }

  /** Resolves when the last iteration of the last scenario is over. */
  async run(): Promise<void> {
    const startMs = this.#environment.clock.now();
    await Promise.all(this.scenarios.map((scenario) => scenario.run(startMs)));
  }

  /** Ends every scenario now, without gracefulStop. */
  cut(): void {
    for (const scenario of this.scenarios) scenario.cut();
  }
}
