/** The share that one VU has of the load on the Platform API. */
export interface LoadShare {
  /** Calls a minute of the whole run. */
  readonly perMinute: number;
  /** The number of tokens in the whole run, and the indices of those that this VU calls with. */
  readonly tokens: number;
  readonly mine: readonly number[];
}

/** The most calls a minute that one VU makes. */
const CALLS_A_VU = 3_000;

/**
 * How many VUs the load takes. Each token belongs to one VU, which alone knows what is left of the token's rate
 * limit.
 */
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
