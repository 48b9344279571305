import { pauseMs } from '../../base/backoff.ts';
import { delay } from '../../base/delay.ts';
import type { Answer } from './client.ts';

/**
 * Makes a call until it succeeds, while what it fails for may pass: nothing that the API says answered, 429, or a status
 * of the 500s.
 * Pauses between, longer each time; ends at `lastMs` (Unix ms), or when `wanted` says no.
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
