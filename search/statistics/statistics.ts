import { variance } from '../../lib/base/statistics.ts';

/** The minimum share of clean windows that `clean` windows in a row show at `confidence`: the success-run rule. */
export function reliabilityOf(clean: number, confidence: number): number {
  return clean === 0 ? 0 : (1 - confidence) ** (1 / clean);
}

/** A p as text: `p = 0.012`, and `p < 0.001` instead of `p = 0.000`. */
export function shownP(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The standard deviation of a sample; 0 of fewer than two values. */
export function standardDeviation(values: readonly number[]): number {
  return Math.sqrt(variance(values));
}
