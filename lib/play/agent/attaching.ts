import { streamOf } from '../../base/streams.ts';
import { fingerprintOf } from '../../dialogues/fingerprint.ts';
import type { AttachmentEvent, Emit } from '../../measures/events.ts';
import type { ReplyJob, UploadJob, UploadResult } from './job.ts';
import type { Progress } from './transfer.ts';

/** The share of conversations in which an agent sends a file, and the seed that they are drawn with. */
export interface AttachmentDraw {
  readonly share: number;
  readonly seed: number;
}

/**
 * Which of the agents' own turns, counted from 0, comes with a file in this conversation; undefined where none does. It
 * depends on the plan and the conversation alone, so that a verification can compute it.
 *
 * @example
 * attachmentReply({ share: 0.5, seed: plan.seed }, conversation.id, part.turns); // 2: the third reply
 */
export function attachmentReply(
  { share, seed }: AttachmentDraw,
  conversationId: string,
  turns: number,
): number | undefined {
  if (share === 0 || turns === 0) return undefined;
  const random = streamOf('agent-attachment', seed, fingerprintOf(conversationId));
  return random() < share ? Math.floor(random() * turns) : undefined;
}

/** The one file of a conversation's agents: it is uploaded before its reply, and goes with it (docs/facts/genesys.md, fact 2.6.14). */
export class Attaching {
  readonly #draw: AttachmentDraw;
  readonly #conversationId: string;
  readonly #emit: Emit<AttachmentEvent>;
  #over = false;
  #mediaId: string | undefined;
  /** The turn of the transcript whose reply carries the file. */
  #carriedBy: number | undefined;

  constructor(draw: AttachmentDraw, conversationId: string, emit: Emit<AttachmentEvent>) {
    this.#draw = draw;
    this.#conversationId = conversationId;
    this.#emit = emit;
  }

  /** The upload that comes before the next reply; undefined where none is due. */
  before({ communicationId }: ReplyJob, { turns, turnsSaid }: Progress): UploadJob | undefined {
    if (this.#over || turnsSaid !== attachmentReply(this.#draw, this.#conversationId, turns)) return undefined;
    return { kind: 'upload', communicationId };
  }

  /** The upload for the reply of this turn of the transcript is over. */
  uploaded(result: UploadResult, turn: number): void {
    this.#over = true;
    if (result.state === 'uploaded') {
      this.#mediaId = result.mediaId;
      this.#carriedBy = turn;
    }
    this.#emit({ kind: 'attachment', state: result.state === 'uploaded' ? 'sent' : result.state });
  }

  /** The reply of this turn of the transcript, with its file where it has one. */
  with(reply: ReplyJob, turn: number): ReplyJob {
    return this.#mediaId !== undefined && turn === this.#carriedBy ? { ...reply, mediaIds: [this.#mediaId] } : reply;
  }
}
