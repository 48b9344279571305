/**
 * The sign test of paired trials, and the interval that goes with it (Hollander, Wolfe, Chicken: Nonparametric
 * Statistical Methods, sections 3.4 and 3.6). It asks nothing of the noise: not its shape, nor that both sides have the
 * same. Its null is a median difference of 0.
 */

/** The probability of at least `k` heads in `n` throws of a coin that falls on heads with `p`. */
export function atLeast(k: number, n: number, p = 0.5): number {
  if (k <= 0) return 1;
  if (p >= 1) return 1;
  let term = p ** n;
  let sum = 0;
  for (let heads = n; heads >= k; heads--) {
    sum += term;
    term *= (heads / (n - heads + 1)) * ((1 - p) / p);
  }
  return Math.min(1, sum);
}

/** The probability that at least `k` of `n` differences agree in either direction, where each is as likely up as down. */
export function agreementError(k: number, n: number): number {
  return Math.min(1, 2 * atLeast(k, n));
}

/**
 * How many of `n` differences have to agree so that it happens by chance with at most `error`, in either direction;
 * undefined where all of them would not do.
 *
 * @example
 * agreeingNeeded(12, 0.01); // 11
 */
export function agreeingNeeded(n: number, error: number): number | undefined {
  let needed: number | undefined;
  for (let k = n; k > n / 2 && agreementError(k, n) <= error; k--) needed = k;
  return needed;
}

/**
 * The interval of the median difference, from the (n − k + 1)th to the kth of the sorted differences. It lies above 0 if
 * and only if at least `k` differences do: so it agrees with the test by construction.
 */
export function medianInterval(differences: readonly number[], k: number): { lower: number; upper: number } {
  const sorted = [...differences].sort((x, y) => x - y);
  return { lower: sorted[sorted.length - k] ?? Number.NaN, upper: sorted[k - 1] ?? Number.NaN };
}

/**
 * The true difference, in standard deviations of a single difference, that `k` of `n` show with probability `power`,
 * where the noise is normal.
 */
export function shownWith(power: number, k: number, n: number): number {
  let [low, high] = [0, 40];
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    if (atLeast(k, n, normalCdf(middle)) < power) low = middle;
    else high = middle;
  }
  return high;
}

/** The normal distribution function, to 1e-7 (Abramowitz and Stegun, 26.2.17). */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const tail =
    density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}
