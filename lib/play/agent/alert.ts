import { uniformMs } from '../../base/random.ts';
import type { HandlingSetup } from './handling-setup.ts';

/** A conversation alerts at the agent, who accepts it after a while, or misses it on purpose. */
export class Alert {
  readonly #setup: Pick<HandlingSetup, 'pace' | 'random'>;
  #atMs = 0;

  constructor(setup: Pick<HandlingSetup, 'pace' | 'random'>) {
    this.#setup = setup;
  }

  /** Since when (Unix ms) it alerts. */
  get atMs(): number {
    return this.#atMs;
  }

  /** It alerts. Returns when (Unix ms) the agent accepts: infinity for the share of alerts that it misses. */
  begins(nowMs: number): number {
    const { pace, random } = this.#setup;
    this.#atMs = nowMs;
    if (pace.missed > 0 && random() < pace.missed) return Number.POSITIVE_INFINITY;
    return nowMs + uniformMs(pace.accept, random);
  }
}
