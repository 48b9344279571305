import type { ArrivalRate, ConstantArrivalRate, RampingArrivalRate } from '../options/scenario-config.ts';
import type { ExecutionSegment } from '../segment/segment.ts';

/** One iteration is due `atMs` after the executor's start. */
export interface Arrival {
  readonly atMs: number;
}

/** The arrivals of a segment, in order. */
export function arrivalsOf(config: ArrivalRate, segment: ExecutionSegment): Generator<Arrival> {
  return config.executor === 'constant-arrival-rate'
    ? constantArrivals(config, segment)
    : rampingArrivals(config, segment);
}

/** Arrival i of the whole test, from 0, comes at i·timeUnit/rate, as long as that is before the end. */
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
 * Arrival n of the whole test, from 1, comes when the integral of the rate reaches n. The fraction that a stage leaves
 * over carries into the next one.
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
    const slope = (to - from) / durationMs;
    for (let n = segment.globalIndex(ours) + 1; n <= end + ROUNDING; n = segment.globalIndex(++ours) + 1) {
      yield { atMs: startMs + Math.min(durationMs, timeToReach(n - area, from, slope)) };
    }
    area = end;
    startMs += durationMs;
    from = to;
  }
}

/** Tolerance for an arrival that is due exactly at the end of a stage, which rounding could lose. */
const ROUNDING = 1e-6;

/** The t at which from·t + slope·t²/2 reaches `area`, in the form that stays exact as the slope nears 0. */
function timeToReach(area: number, from: number, slope: number): number {
  return (2 * area) / (from + Math.sqrt(Math.max(0, from * from + 2 * slope * area)));
}
