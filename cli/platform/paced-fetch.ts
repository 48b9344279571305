import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_RETRY_AFTER_MS, retryAfterMs } from '../../lib/base/backoff.ts';
import { formatDuration } from '../../lib/plan/duration.ts';
import type { HttpAnswer, HttpCall, HttpClient } from '../http/http-client.ts';
import type { CallPace } from './call-pace.ts';
import type { ChangeWindow } from './change-window.ts';

/** How calls of an org are made. */
export interface CallManner {
  readonly http: Pick<HttpClient, 'call'>;
  readonly pace: CallPace;
  /** Told of each wait that is long, and each try that failed. */
  readonly say: (line: string) => void;
  /** Waits for so many ms. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** How often a call is tried when the org answers 429 or 503, or does not answer. */
const TRIES = 6;
/**
 * How often it is tried as long as nothing has ever answered: the address may be mistyped, and the user should learn it
 * soon.
 */
const FIRST_TRIES = 2;
const WAIT_MS = 3_000;
/** A wait that is longer is said. */
const LONG_MS = 5_000;

/** The paces whose calls have had an answer. */
const answered = new WeakSet<CallPace>();

/**
 * Makes a call when its pace allows, and retries it when the org is busy: after `Retry-After` where the answer has one,
 * at most `MAX_RETRY_AFTER_MS`, else after 3 s. A call that changes the org is made within `window` only. A call that is
 * made `once` is not tried again when it may have been carried out: after a 503, or without an answer. Throws
 * `WindowEnded`.
 */
export async function fetchPaced(
  request: HttpCall,
  { http, pace, say, wait = sleep }: CallManner,
  { window, once = false }: { readonly window?: ChangeWindow | undefined; readonly once?: boolean } = {},
): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt++) {
    await wait(Math.max(0, pace.grant(Date.now()) - Date.now()));
    window?.check(Date.now());
    const answer = await http.call(request);
    const { status } = answer;
    if (status !== 0) answered.add(pace);
    const again = status === 429 || (!once && (status === 503 || status === 0));
    const tries = answered.has(pace) ? TRIES : FIRST_TRIES;
    if (!again || attempt === tries) return answer;
    const waitMs = waitFor(answer, say);
    if (status === 0) say(`${hostOf(request)}: ${answer.text}; tried again in ${formatDuration(waitMs)}`);
    if (status === 429) pace.pauseUntil(Date.now() + waitMs);
    else await wait(waitMs);
  }
}

/** How long (ms) to wait after an answer. Says so where it is long, or not what the org asked for. */
function waitFor({ status, retryAfter }: HttpAnswer, say: CallManner['say']): number {
  const waitMs = retryAfterMs(retryAfter, Date.now()) ?? WAIT_MS;
  if (waitMs >= MAX_RETRY_AFTER_MS)
    say(`HTTP ${status} with Retry-After: ${retryAfter}; waits ${formatDuration(MAX_RETRY_AFTER_MS)}, and no longer`);
  else if (waitMs > LONG_MS) say(`HTTP ${status}: waits ${Math.round(waitMs / 1_000)} s, as the org asks for`);
  return waitMs;
}

const hostOf = ({ url }: HttpCall): string => new URL(url).host;
