import { keyed } from '../random.ts';
import type { Org } from './org.ts';
import type { ServiceScene } from './scene.ts';

interface Arrival {
  readonly number: number;
  /** When the conversation reaches the queue, in seconds of the run. */
  readonly atS: number;
  /** How long its customer stays, whether served or not. */
  readonly staysS: number;
}

/** Conversations of others on the run's queues, until the teardown is over: they come and stay at random (exponentially). */
export function* arrivalsOfOthers(
  { seed, teardownS }: ServiceScene,
  { perMinute, staysS }: Org['others'],
  holdEndsS: number,
): Generator<Arrival> {
  if (perMinute === 0) return;
  let atS = 0;
  for (let number = 0; ; number++) {
    atS += (-60 / perMinute) * Math.log(1 - keyed(seed, 21, number));
    if (atS > holdEndsS + teardownS) return;
    yield { number, atS, staysS: -staysS * Math.log(1 - keyed(seed, 22, number)) };
  }
}
