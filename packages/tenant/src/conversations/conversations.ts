import type { Conversation } from './conversation.ts';

/** The conversations that the org knows, by id. */
export class Conversations {
  readonly #byId = new Map<string, Conversation>();
  /** Those that are ended and wrapped up, in that order. */
  readonly #finished = new Set<Conversation>();
  /** Those that have finished since the last call of `settle`. */
  #unsettled: Conversation[] = [];

  get(id: string): Conversation | undefined {
    return this.#byId.get(id);
  }

  values(): Iterable<Conversation> {
    return this.#byId.values();
  }

  add(conversation: Conversation): void {
    this.#byId.set(conversation.id, conversation);
  }

  /** A conversation is ended and wrapped up. At most `max` such conversations stay known, the latest. */
  finish(conversation: Conversation, max: number): void {
    this.#finished.add(conversation);
    this.#unsettled.push(conversation);
    const [oldest] = this.#finished;
    if (this.#finished.size <= max || oldest === undefined) return;
    this.#finished.delete(oldest);
    this.#byId.delete(oldest.id);
    oldest.replaceMessages([]);
  }

  /** Packs what has finished. Not at once: the events that tell of the end list its messages. */
  settle(): void {
    for (const conversation of this.#unsettled) conversation.settle();
    this.#unsettled = [];
  }
}
