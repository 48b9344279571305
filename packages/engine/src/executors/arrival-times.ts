import type { ArrivalRate, ConstantArrivalRate, RampingArrivalRate } from '../options/scenario-config.ts';
import type { ExecutionSegment } from '../segment/segment.ts';

/** One iteration is due `atMs` after the executor's start. */
export interface Arrival {
  readonly atMs: number;
}

/** Our share of the arrivals, in order. */
export function arrivalsOf(config: ArrivalRate, segment: ExecutionSegment): Generator<Arrival> {
  return config.executor === 'constant-arrival-rate'
    ? constantArrivals(config, segment)
    : rampingArrivals(config, segment);
}

/** The i-th arrival of the whole test, from 0, comes at i·timeUnit/rate, as long as that is before the end. */
function* constantArrivals(
  { rate, timeUnitMs, durationMs }: ConstantArrivalRate,
  segment: ExecutionSegment,
): Generator<Arrival> {
  for (let ours = 0; ; ours++) {
    const atMs = (segment.globalIndex(ours) * timeUnitMs) / rate;
    if (atMs >= durationMs) return;
    yield { atMs };
  }
}

/**
 * The n-th arrival of the whole test, from 1, comes when the integral of the rate reaches n; what a stage leaves over
 * carries on into the next.
 */
function* rampingArrivals(
  { startRate, stages, timeUnitMs }: RampingArrivalRate,
  segment: ExecutionSegment,
): Generator<Arrival> {
  let ours = 0;
  let area = 0;
  let startMs = 0;
  let from = startRate / timeUnitMs;
  for (const { durationMs, target } of stages) {
    const to = target / timeUnitMs;
    const end = area + ((from + to) / 2) * durationMs;
    const slope = durationMs === 0 ? 0 : (to - from) / durationMs;
    for (let n = segment.globalIndex(ours) + 1; n <= end + ROUNDING; n = segment.globalIndex(++ours) + 1) {
      yield { atMs: startMs + Math.min(durationMs, timeToReach(n - area, from, slope)) };
    }
    area = end;
    startMs += durationMs;
    from = to;
  }
}

/** An arrival due exactly when a stage ends must not be lost to the last bit of a sum. */
const ROUNDING = 1e-6;

/** When from·t + slope·t²/2 reaches `area`: the root that stays exact as the slope nears 0. */
function timeToReach(area: number, from: number, slope: number): number {
  return (2 * area) / (from + Math.sqrt(Math.max(0, from * from + 2 * slope * area)));
}
