import { pauseMs } from '../../base/backoff.ts';
import { delay } from '../../base/delay.ts';
import type { Answer } from './client.ts';

/**
 * Repeats a call until it succeeds, while its failure may pass: no answer, 429, or a status of the 500s. It pauses
 * between tries, longer each time. It gives up at `lastMs` (Unix ms), or when `wanted` returns false.
 *
 * @example
 * const me = await persist(() => client.call<UserMe>('GET', path, path), lastMs);
 */
export async function persist<T>(
  call: () => Promise<Answer<T>>,
  lastMs: number,
  wanted: () => boolean = () => true,
): Promise<Answer<T>> {
  for (let failures = 1; ; failures++) {
    const answer = await call();
    const waitMs = pauseMs(failures);
    if (answer.ok || !mayPass(answer.status) || Date.now() + waitMs > lastMs) return answer;
    await delay(waitMs);
    if (!wanted()) return answer;
  }
}

function mayPass(status: number): boolean {
  return status < 400 || status === 429 || status >= 500;
}
