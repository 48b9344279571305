import { uniformMs } from '../../base/random.ts';
import { streamOf } from '../../base/streams.ts';
import { fingerprintOf } from '../../dialogues/fingerprint.ts';
import type { HoldPlan } from '../../plan/schema.ts';
import { at, type NextJob } from './job.ts';
import type { Progress } from './transfer.ts';

/** The plan's holds, and the seed that they are drawn with. */
export interface HoldDraw extends HoldPlan {
  readonly seed: number;
}

/** A hold that the org does not end is tried so often; the end of the conversation ends it anyway. */
const TRIES = 5;

/**
 * How an agent holds a conversation, once: for a while before one of its agents' replies, drawn by conversation. What
 * Genesys does with a message that is held is unverified, so nothing follows from it: where the org refuses the hold,
 * the agent goes on (docs/facts/genesys.md, fact 2.6.7).
 */
export class Holding {
  readonly #draw: HoldDraw;
  readonly #conversationId: string;
  #state: 'open' | 'held' | 'over' = 'open';
  #untilMs = 0;
  #tries = 0;

  constructor(draw: HoldDraw, conversationId: string) {
    this.#draw = draw;
    this.#conversationId = conversationId;
  }

  /** What is next before a reply; undefined where nothing holds it up. */
  before(participantId: string, { turns, turnsSaid }: Progress, nowMs: number): NextJob | undefined {
    if (this.#state === 'over' || turns === 0) return undefined;
    const hold = { kind: 'hold', participantId } as const;
    if (this.#state === 'held') return at(this.#untilMs, nowMs, { ...hold, held: false });
    const random = streamOf('hold', this.#draw.seed, fingerprintOf(this.#conversationId));
    if (random() >= this.#draw.share || turnsSaid !== Math.floor(random() * turns)) return undefined;
    this.#untilMs = nowMs + uniformMs(this.#draw.time, random);
    return { ...hold, held: true };
  }

  /** The org took the hold, or its end, or did not. */
  answered(held: boolean, ok: boolean): void {
    if (held) this.#state = ok ? 'held' : 'over';
    else if (ok || ++this.#tries === TRIES) this.#state = 'over';
  }
}
