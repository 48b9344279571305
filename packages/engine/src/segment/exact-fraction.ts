import { invalidConfig } from '../contract/invalid-config.ts';

/** An exact fraction in lowest terms, from 0 to 1. */
export interface Fraction {
  readonly num: number;
  readonly den: number;
}

export const ZERO: Fraction = { num: 0, den: 1 };
export const ONE: Fraction = { num: 1, den: 1 };

export function parseFraction(source: string): Fraction {
  const [, num, den, percent] = /^\s*(\d+(?:\.\d+)?)(?:\/(\d+)|(%))?\s*$/.exec(source) ?? [];
  const decimals = num?.split('.')[1]?.length ?? 0;
  const scale = 10 ** decimals;
  const parsed = reduce(Math.round(Number(num) * scale), scale * (percent ? 100 : Number(den ?? 1)));
  // A part that is no number, or a division of 0 by 0, gives NaN.
  if (!(value(parsed) <= 1)) {
    throw invalidConfig(`execution segment: "${source}" is not a fraction from 0 to 1, such as 1/4, 0.25 or 25%`);
  }
  return parsed;
}

export function reduce(num: number, den: number): Fraction {
  const common = gcd(num, den) || 1;
  return { num: num / common, den: den / common };
}

export function gcd(a: number, b: number): number {
  return b === 0 || Number.isNaN(b) ? a : gcd(b, a % b);
}

export function value({ num, den }: Fraction): number {
  return num / den;
}

export function same(a: Fraction | undefined, b: Fraction): boolean {
  return a?.num === b.num && a.den === b.den;
}

export function scaledBy(bound: Fraction, period: number): number {
  return (bound.num * period) / bound.den;
}
