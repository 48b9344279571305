/** The chance of at most `hits` of `tries`, each with the chance `p`: an exact binomial tail. */
export function atMost(hits: number, tries: number, p: number): number {
  if (hits >= tries) return 1;
  if (hits < 0) return 0;
  if (p <= 0) return 1;
  if (p >= 1) return 0;
  let log = tries * Math.log1p(-p);
  let sum = Math.exp(log);
  for (let k = 1; k <= hits; k++) {
    log += Math.log((tries - k + 1) / k) + Math.log(p / (1 - p));
    sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

/** The chance of at least `hits` of `tries`. */
export const atLeast = (hits: number, tries: number, p: number): number => atMost(tries - hits, tries, 1 - p);

/** The chance of at most `events` where `expected` are expected: an exact Poisson tail. */
export function atMostEvents(events: number, expected: number): number {
  let log = -expected;
  let sum = Math.exp(log);
  for (let k = 1; k <= events; k++) {
    log += Math.log(expected / k);
    sum += Math.exp(log);
  }
  return Math.min(1, sum);
}
