import { fullJitterMs, type Retries } from '../../base/backoff.ts';
import type { Reconnect } from '../../plan/schema.ts';

/**
 * The reconnect policy of Genesys's transport SDK for Android (docs/facts/genesys.md section 1.7): a fixed wait, a
 * number of tries, and a 403 is final.
 */
const SDK_WAIT_MS = 5_000;
const SDK_TRIES = 60;
const ACCESS_DENIED = 403;

/** The situation of a session without a connection. */
export interface Without {
  /** How many tries failed since the session was configured last. 0 right after a drop. */
  readonly failures: number;
  /** The status of the latest refusal, if HTTP answered and the transport sees it. */
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
}

/**
 * The wait before the next try (ms), or undefined to give up. `random` is in [0, 1).
 *
 * @example
 * nextTryMs('sdk', plan.retry, { failures: 0, status: undefined, retryAfterMs: undefined }, 0.5); // 5_000
 */
export function nextTryMs(reconnect: Reconnect, retry: Retries, without: Without, random: number): number | undefined {
  const { failures, status, retryAfterMs } = without;
  if (reconnect === 'sdk') return failures >= SDK_TRIES || status === ACCESS_DENIED ? undefined : SDK_WAIT_MS;
  return failures >= retry.attempts ? undefined : fullJitterMs(retry, failures + 1, random, retryAfterMs);
}

/** The policy in words, for the summary. */
export function wordsFor(reconnect: Reconnect, retry: Retries): string {
  if (reconnect === 'sdk') return `every ${SDK_WAIT_MS / 1_000} s, ${SDK_TRIES} tries`;
  return `up to ${retry.firstMs / 1_000} s × ${retry.factor} to ${retry.capMs / 1_000} s, ${retry.attempts} tries`;
}
