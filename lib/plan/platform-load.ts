/** What one VU knows of the load, to make its share of it. */
export interface LoadShare {
  /** Of the whole run. */
  readonly perMinute: number;
  /** Tokens of the whole run, and those that this VU calls with. */
  readonly tokens: number;
  readonly mine: readonly number[];
}

/** So many calls a minute are one VU's; more are spread over several. */
const CALLS_A_VU = 3_000;

/** How many VUs the load takes; each token belongs to one of them, which alone knows what its limit has left. */
export function loadVus(perMinute: number, tokens: number): number {
  return Math.min(tokens, Math.ceil(perMinute / CALLS_A_VU));
}

export function shareOf(perMinute: number, tokens: number, vu: number): LoadShare {
  const vus = loadVus(perMinute, tokens);
  const mine = Array.from({ length: tokens }, (_, token) => token).filter((token) => token % vus === vu);
  return { perMinute, tokens, mine };
}

/**
 * When a token's call `turn` (from 0) is due, in ms from the start of the load: the calls of all tokens come evenly
 * spaced, one token after the other.
 */
export function dueMs({ perMinute, tokens }: LoadShare, token: number, turn: number): number {
  return ((turn * tokens + token) * 60_000) / perMinute;
}
