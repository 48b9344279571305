import { describe, expect, it } from 'vitest';
import { scheduleOf } from '../../../../lib/plan/schedule.ts';
import {
  isCutInHold,
  meanBetween,
  meanHeld,
  phaseEnds,
  secondsPresent,
  sliceEnds,
} from '../../../../lib/verdict/reading/level.ts';
import type { Service } from '../../../../lib/verdict/reading/service.ts';
import { aPlan } from '../../plan/a-plan.ts';

const plan = aPlan();
const holdSeconds = plan.customers.holdMs / 1_000;
const none = { unanswered: 0, served: 0, gap: 0 };
/** 60 sessions open all through the hold, 20 of them not answered, and 30 customers between two visits. */
const service = {
  seconds: {
    ramp: none,
    hold: { unanswered: 20 * holdSeconds, served: 40 * holdSeconds, gap: 30 * holdSeconds },
    teardown: none,
  },
} as unknown as Service;
const slice = (admitted: number, closed: number) => ({ tried: admitted, refused: 0, admitted, closed, cut: 0 });

describe('the mean over the hold', () => {
  it('is of open sessions, with those between two visits beside it', () => {
    expect([meanHeld(service, plan), meanBetween(service, plan)]).toEqual([60, 30]);
  });

  it('counts both where it is asked whether seconds went as planned', () => {
    expect(secondsPresent(service)).toBe(90 * holdSeconds);
  });
});

it('is none of a run that ended before its hold did', () => {
  const { holdEndsMs } = scheduleOf(plan);
  expect([holdEndsMs - 1, holdEndsMs].map((durationMs) => isCutInHold({ durationMs }, plan))).toEqual([true, false]);
});

describe('the level at the ends of ramp and hold', () => {
  const counted = { afterRamp: 7, afterHold: 8 };

  it('is what the phases count, in a run of one instance', () => {
    expect(phaseEnds(counted, undefined, service, plan)).toEqual(counted);
  });

  it('is what the samples of all shares show at one instant', () => {
    const levels = { afterRamp: 90, afterHold: 91, slices: [], peak: 99 };
    expect(phaseEnds(counted, levels, service, plan)).toEqual(levels);
  });

  it('is the mean of open sessions where only the results of shares are there', () => {
    expect(phaseEnds(counted, 'unknown', service, plan)).toEqual({ afterRamp: 60, afterHold: 60 });
    expect(phaseEnds(counted, 'unknown', undefined, plan)).toEqual(counted);
  });
});

describe('the level at the ends of the parts of the hold', () => {
  const slices = [slice(5, 2), slice(0, 4)];
  const ends = { afterRamp: 10, afterHold: 9 };

  it('is counted on from the end of the ramp', () => {
    expect(sliceEnds(slices, undefined, ends)).toEqual([13, 9]);
  });

  it('is as the samples of all shares show it, and the mean where they are not there', () => {
    expect(sliceEnds(slices, { ...ends, slices: [11], peak: 12 }, ends)).toEqual([11, 9]);
    expect(sliceEnds(slices, 'unknown', ends)).toEqual([10, 10]);
  });
});
