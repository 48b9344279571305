import type { MessageCommunication, Participant } from '@headroom/genesys-wire/platform';
import type { ConversationEvent, Emit } from '../../measures/events.ts';

/** How often the wrap-up code is set before the agent goes on without. */
const TRIES = 5;

/** The after-contact work of an agent's part in a conversation. */
export class AfterContact {
  #required = false;
  #sinceMs = 0;
  #tries = 0;

  /** Whether the queue wants a wrap-up code. */
  get required(): boolean {
    return this.#required;
  }

  /** The agent as a participant, and its communication, as the notification topic or the API shows them. */
  note({ wrapupRequired }: Participant, { afterCallWorkRequired }: MessageCommunication): void {
    if (afterCallWorkRequired === true || wrapupRequired === true) this.#required = true;
  }

  begins(nowMs: number): void {
    this.#sinceMs = nowMs;
  }

  /**
   * Takes in the answer to a wrap-up. True when that was all. A failed one takes capacity of the agent, so it is tried
   * again a few times.
   */
  wrappedUp(ok: boolean, emit: Emit<ConversationEvent>, nowMs: number): boolean {
    if (ok) emit({ kind: 'conversation', state: 'wrapped-up', afterMs: nowMs - this.#sinceMs });
    return ok || ++this.#tries === TRIES;
  }
}
