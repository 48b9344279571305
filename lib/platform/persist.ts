import { delay } from '../pacing/delay.ts';
import type { Answer } from './client.ts';

const FIRST_MS = 1_000;
const CAP_MS = 10_000;

/**
 * Makes a call until it succeeds, while what it fails for may pass: nothing answered, 429, or a status of the 500s.
 * Waits 1 s, then twice as long each time, up to 10 s; ends at `lastMs` (Unix ms), or when `wanted` says no.
 */
export async function persist<T>(
  call: () => Promise<Answer<T>>,
  lastMs: number,
  wanted: () => boolean = () => true,
): Promise<Answer<T>> {
  for (let waitMs = FIRST_MS; ; waitMs = Math.min(CAP_MS, 2 * waitMs)) {
    const answer = await call();
    if (answer.ok || !mayPass(answer.status) || Date.now() + waitMs > lastMs) return answer;
    await delay(waitMs);
    if (!wanted()) return answer;
  }
}

function mayPass(status: number): boolean {
  return status === 0 || status === 429 || status >= 500;
}
