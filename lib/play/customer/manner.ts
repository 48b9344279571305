import { type Random, uniformMs } from '../../base/random.ts';
import type { GuestSession } from '../../genesys/guest/session.ts';
import type { Plan } from '../../plan/schema.ts';

/** The time (ms) between two typing events, and how long this customer types. */
const TYPING_MS = 5_000;

/** How a customer thinks, pauses and types, as the plan has it. */
export class Manner {
  readonly #plan: Pick<Plan['customers'], 'think' | 'pauses' | 'pause' | 'typing'>;
  readonly #random: Random;
  /** Unix ms of the latest typing event. */
  #typedAtMs = 0;

  constructor(plan: Pick<Plan['customers'], 'think' | 'pauses' | 'pause' | 'typing'>, random: Random) {
    this.#plan = plan;
    this.#random = random;
  }

  /** Draws how long (ms) the customer thinks before the next text. */
  thinkMs(): number {
    const { pauses, pause, think } = this.#plan;
    const isPause = pauses > 0 && this.#random() < pauses;
    return uniformMs(think, this.#random) + (isPause ? uniformMs(pause, this.#random) : 0);
  }

  /** Sends a typing event when one is due. Returns when (Unix ms) there is something to type or to say. */
  type(session: GuestSession, speakAtMs: number, nowMs: number): number {
    if (!this.#plan.typing) return speakAtMs;
    const typesAtMs = Math.max(speakAtMs - TYPING_MS, this.#typedAtMs + TYPING_MS);
    if (nowMs < typesAtMs) return Math.min(typesAtMs, speakAtMs);
    this.#typedAtMs = nowMs;
    session.type(nowMs);
    return speakAtMs;
  }
}
