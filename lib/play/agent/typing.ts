import { at, type NextJob, type ReplyJob } from './job.ts';

/** How long (ms) a typing event says that somebody types. Nearer than this no two are sent: 12 a minute are allowed. */
export const TYPING_MS = 5_000;

/** An agent shows the customer that it is typing: once before each reply (docs/facts/genesys.md sections 1.8 and 2.6). */
export class Typing {
  /** When (Unix ms) the reply was due before which it typed, and when it typed. */
  #beforeMs = 0;
  #typedAtMs = 0;

  /** What is next before a reply that is due at `replyAtMs` (Unix ms); undefined where there is nothing to type. */
  before({ communicationId }: ReplyJob, replyAtMs: number, nowMs: number): NextJob | undefined {
    const typesAtMs = Math.max(replyAtMs - TYPING_MS, this.#typedAtMs + TYPING_MS);
    if (this.#beforeMs === replyAtMs || typesAtMs >= replyAtMs || nowMs >= replyAtMs) return undefined;
    if (nowMs >= typesAtMs) {
      this.#beforeMs = replyAtMs;
      this.#typedAtMs = nowMs;
    }
    return at(typesAtMs, nowMs, { kind: 'type', communicationId });
  }
}
