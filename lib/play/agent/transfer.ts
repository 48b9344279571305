import { streamOf } from '../../base/streams.ts';
import { fingerprintOf } from '../../dialogues/fingerprint.ts';
import type { Emit, TransferEvent } from '../../measures/events.ts';
import type { TransfersPlan } from '../../plan/schema.ts';
import type { TransferJob, TransferResult } from './job.ts';

/** The plan's transfers, and the seed that they are drawn with. */
export interface TransferDraw extends TransfersPlan {
  readonly seed: number;
}

/** How far the agents of a conversation are in its transcript. */
export interface Progress {
  /** How many turns the transcript has for agents; 0 until it is known. */
  readonly turns: number;
  /** How many of them were said, by this agent and by those before it. */
  readonly turnsSaid: number;
}

/** A transfer of which nobody knows whether it was made is tried this often. */
const TRIES = 5;

/**
 * The number of turns after which the first agent of a conversation hands it on; infinity where it goes on to the end.
 * It depends on the plan and the conversation alone. Each of the two agents has at least one turn to say.
 *
 * @example
 * transfersAfter({ share: 0.5, to: 'queue', seed: 1 }, conversation.id, part.turns);
 */
export function transfersAfter({ share, seed }: TransferDraw, conversationId: string, turns: number): number {
  const random = streamOf('transfer', seed, fingerprintOf(conversationId));
  return turns > 1 && random() < share ? 1 + Math.floor(random() * (turns - 1)) : Number.POSITIVE_INFINITY;
}

/** How a conversation is handed on, at most once: to a queue, or to an agent (docs/facts/genesys.md section 2.6). */
export class Transfer {
  readonly #draw: TransferDraw;
  readonly #conversationId: string;
  #after: number | undefined;
  #tries = 0;
  #state: 'open' | 'made' | 'refused' = 'open';

  constructor(draw: TransferDraw, conversationId: string) {
    this.#draw = draw;
    this.#conversationId = conversationId;
  }

  get made(): boolean {
    return this.#state === 'made';
  }

  isDue({ turns, turnsSaid }: Progress): boolean {
    if (turns === 0 || this.#state !== 'open') return false;
    this.#after ??= transfersAfter(this.#draw, this.#conversationId, turns);
    return turnsSaid === this.#after;
  }

  job(participantId: string, fromQueueId: string | undefined): TransferJob {
    const { to, seed } = this.#draw;
    const pick = streamOf('transfer-to', seed, fingerprintOf(this.#conversationId))();
    return { kind: 'transfer', participantId, to, fromQueueId, pick };
  }

  answered(result: TransferResult, emit: Emit<TransferEvent>): void {
    if (result === 'unknown' && ++this.#tries < TRIES) return;
    this.#state = result === 'made' ? 'made' : 'refused';
    emit({ kind: 'transfer', state: this.#state });
  }
}
