import { describe, expect, it } from 'vitest';
import { streamFor } from '../../../lib/base/random.ts';
import { strayMs } from '../../../lib/base/stagger.ts';

const SPACING = 1_000;
const COUNT = 5_000;

/** Variance over mean of the arrivals in each window: 1 for a Poisson process, near 0 for an even one. */
function dispersion(staggering: 'uniform' | 'natural'): number {
  const counts = new Map<number, number>();
  for (let index = 0; index < COUNT; index++) {
    const atMs = index * SPACING + strayMs(staggering, SPACING, streamFor(1, index));
    const window = Math.floor(atMs / (2 * SPACING));
    counts.set(window, (counts.get(window) ?? 0) + 1);
  }
  // Without the windows at both ends, into which or out of which nobody strays.
  const inner = Array.from({ length: COUNT / 2 - 20 }, (_, window) => counts.get(window + 10) ?? 0);
  const mean = inner.reduce((sum, count) => sum + count) / inner.length;
  return inner.reduce((sum, count) => sum + (count - mean) ** 2, 0) / inner.length / mean;
}

describe('staggering', () => {
  it('uniform arrivals are evenly spaced', () => expect(dispersion('uniform')).toBe(0));

  it('natural arrivals are nearly as irregular as independent ones', () => {
    expect(dispersion('natural')).toBeGreaterThan(0.7);
    expect(dispersion('natural')).toBeLessThan(1.2);
  });
});
