import type { RetryPlan } from '../plan/schema.ts';

/**
 * How long to wait before the next attempt, in ms: exponential from `first`, capped, with jitter around it, never
 * shorter than what the server asked for. `failures` counts from 1; `random` is in [0, 1).
 */
export function backoffMs(retry: RetryPlan, failures: number, random: number, retryAfterMs?: number): number {
  const grown = Math.min(retry.capMs, retry.firstMs * retry.factor ** (failures - 1));
  const jittered = grown * (1 + retry.jitter * (2 * random - 1));
  return retry.honourRetryAfter && retryAfterMs !== undefined ? Math.max(jittered, retryAfterMs) : jittered;
}

/** `Retry-After` in ms, from seconds or an HTTP date (RFC 9110 section 10.2.3); undefined when absent or unreadable. */
export function retryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value.trim()) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/**
 * The same with full jitter, in ms: anywhere from nothing to the grown wait, on top of what the server asked for, so
 * that those who were asked to wait for the same time do not all come at its end.
 * Source: Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function fullJitterMs(retry: RetryPlan, failures: number, random: number, retryAfterMs?: number): number {
  const grown = Math.min(retry.capMs, retry.firstMs * retry.factor ** (failures - 1));
  return random * grown + (retry.honourRetryAfter ? (retryAfterMs ?? 0) : 0);
}
