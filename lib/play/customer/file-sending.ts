import type { PresignedUrl } from '@headroom/genesys-wire/guest';
import type { GuestSession } from '../../genesys/guest/session.ts';
import type { UploadAnswer } from '../../genesys/guest/session-events.ts';
import type { AttachmentEvent, Emit } from '../../measures/events.ts';
import { PIXEL, pixel } from '../pixel.ts';

/** How long (ms) the customer waits for the upload before going on without it. */
const UPLOAD_MS = 20_000;
/** How often (ms) a visit that waits looks whether the upload is over. */
const LOOK_MS = 250;

/** Puts a file where the server said. What became of it the server says on the session. */
export type PutFile = (to: PresignedUrl, file: ArrayBuffer) => void;

type State = 'wanted' | 'under-way' | 'uploaded' | 'over';

/**
 * The one file of a visit: it is announced when its turn is to be said, put over HTTP, and then sent with the text of
 * the turn. When it is refused or takes too long, the text goes without it (docs/facts/genesys.md section 1.5). Events
 * and time go in.
 */
export class FileSending {
  /** The customer's own turn, counted from 0, with which the file goes. */
  readonly #turn: number;
  readonly #put: PutFile;
  readonly #emit: Emit<AttachmentEvent>;
  #id = '';
  #state: State = 'wanted';
  #giveUpAtMs = 0;
  /** The turn in the transcript whose text carries the file. */
  #carriedBy: number | undefined;

  constructor(turn: number, put: PutFile, emit: Emit<AttachmentEvent>) {
    this.#turn = turn;
    this.#put = put;
    this.#emit = emit;
  }

  /**
   * Until when (Unix ms) the text of this turn waits for the file; undefined when it can be said. `turnsSaid` counts the
   * customer's own turns, and `turn` is the next one's place in the transcript.
   */
  holdUntil(session: GuestSession, turnsSaid: number, turn: number, nowMs: number): number | undefined {
    if (turnsSaid !== this.#turn || this.#state === 'over') return undefined;
    if (this.#state === 'wanted') this.#announce(session, nowMs);
    if (this.#state === 'uploaded') {
      this.#carriedBy = turn;
      this.#end('sent');
      return undefined;
    }
    if (nowMs < this.#giveUpAtMs) return Math.min(nowMs + LOOK_MS, this.#giveUpAtMs);
    this.#end('failed');
    return undefined;
  }

  #announce(session: GuestSession, nowMs: number): void {
    this.#id = crypto.randomUUID();
    this.#state = 'under-way';
    this.#giveUpAtMs = nowMs + UPLOAD_MS;
    session.announceFile(this.#id, PIXEL.name, PIXEL.type, PIXEL.bytes, nowMs);
  }

  /** The server said where to put the file, or what became of it. */
  answered(answer: UploadAnswer): void {
    if (this.#state !== 'under-way' || answer.body.attachmentId !== this.#id) return;
    if (answer.class === 'PresignedUrlResponse') this.#put(answer.body, pixel());
    else if (answer.class === 'UploadSuccessEvent') this.#state = 'uploaded';
    else this.#end('refused');
  }

  /** The id of the file that the text of this turn of the transcript carries. */
  idFor(turn: number): string | undefined {
    return turn === this.#carriedBy ? this.#id : undefined;
  }

  #end(state: AttachmentEvent['state']): void {
    this.#state = 'over';
    this.#emit({ kind: 'attachment', state });
  }
}
