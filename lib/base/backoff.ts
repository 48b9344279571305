/** How attempts are repeated: the plan's `retry`. */
export interface RetryRule {
  readonly firstMs: number;
  readonly factor: number;
  readonly capMs: number;
  /** Share of the wait by which it strays to either side, 0 to 1. */
  readonly jitter: number;
  readonly honourRetryAfter: boolean;
}

/** The same with a number of tries. */
export interface Retries extends RetryRule {
  readonly attempts: number;
}

/**
 * How long to wait before the next attempt, in ms: exponential from `first`, capped, with jitter around it, never
 * shorter than what the server asked for. `failures` counts from 1; `random` is in [0, 1).
 */
export function backoffMs(retry: RetryRule, failures: number, random: number, retryAfterMs?: number): number {
  const grown = grownMs(retry, failures);
  const jittered = grown * (1 + retry.jitter * (2 * random - 1));
  return retry.honourRetryAfter && retryAfterMs !== undefined ? Math.max(jittered, retryAfterMs) : jittered;
}

/**
 * The same with full jitter, in ms: anywhere from nothing to the grown wait, on top of what the server asked for, so
 * that those who were asked to wait for the same time do not all come at its end.
 * Source: Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function fullJitterMs(retry: RetryRule, failures: number, random: number, retryAfterMs?: number): number {
  return random * grownMs(retry, failures) + (retry.honourRetryAfter ? (retryAfterMs ?? 0) : 0);
}

/** The wait before jitter: exponential from `first`, capped. */
function grownMs({ firstMs, factor, capMs }: RetryRule, failures: number): number {
  return Math.min(capMs, firstMs * factor ** (failures - 1));
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/**
 * How long to pause after so many calls of the API in a row that failed, in ms: 1 s, twice as long each time, up to
 * 10 s. `failures` counts from 1.
 */
export function pauseMs(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
}

/** `Retry-After` in ms, from seconds or an HTTP date (RFC 9110 section 10.2.3); undefined when absent or unreadable. */
export function retryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value.trim()) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
