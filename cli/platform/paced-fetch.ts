import { setTimeout as sleep } from 'node:timers/promises';
import { retryAfterMs } from '../../lib/base/backoff.ts';
import type { CallPace } from './call-pace.ts';

/** When an answer was given: by the server's clock (its header `Date`), and between which times (Unix ms) of this one. */
export interface ServerDate {
  readonly date: string;
  readonly sentAtMs: number;
  readonly answeredAtMs: number;
}

/** The answer to a call, its body as text. `status` 0 means that nothing answered; `text` then says why. */
export interface PlatformAnswer {
  readonly status: number;
  readonly text: string;
  readonly server?: ServerDate;
}

export interface HttpCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How often a call is tried when the org answers 429 or 503, or does not answer. */
const TRIES = 6;
/**
 * How often it is tried as long as nothing has ever answered: the address may be mistyped, and the user should learn it
 * soon.
 */
const FIRST_TRIES = 2;
const WAIT_MS = 3_000;
const TIMEOUT_MS = 30_000;

/** The paces whose calls have had an answer. */
const answered = new WeakSet<CallPace>();

/**
 * Makes a call when its pace allows, and retries it when the org is busy: after `Retry-After` where the answer has one,
 * else after 3 s.
 */
export async function fetchPaced(request: HttpCall, pace: CallPace): Promise<PlatformAnswer> {
  for (let attempt = 1; ; attempt++) {
    await sleep(pace.grant(Date.now()) - Date.now());
    const { retryAfter, ...fetched } = await fetchOnce(request);
    if (fetched.status !== 0) answered.add(pace);
    const again = fetched.status === 429 || fetched.status === 503 || fetched.status === 0;
    if (!again || attempt === (answered.has(pace) ? TRIES : FIRST_TRIES)) return fetched;
    const waitMs = retryAfterMs(retryAfter, Date.now()) ?? WAIT_MS;
    if (fetched.status === 429) pace.pauseUntil(Date.now() + waitMs);
    else await sleep(waitMs);
  }
}

async function fetchOnce({ method, url, headers, body }: HttpCall): Promise<PlatformAnswer & { retryAfter?: string }> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    // A redirect is not followed: it would take an assertion or a message to where the plan does not say.
    const redirect = 'manual' as const;
    const sentAtMs = Date.now();
    const response = await fetch(url, { method, headers, signal, redirect, ...(body === undefined ? {} : { body }) });
    const retryAfter = response.headers.get('Retry-After');
    const date = response.headers.get('Date');
    const server = date === null ? {} : { server: { date, sentAtMs, answeredAtMs: Date.now() } };
    const fetched = { status: response.status, text: await response.text(), ...server };
    return retryAfter === null ? fetched : { ...fetched, retryAfter };
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    return { status: 0, text: cause?.code ?? message };
  }
}
