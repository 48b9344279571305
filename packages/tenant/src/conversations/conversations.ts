import type { Conversation } from './conversation.ts';

/** The conversations that the org knows. */
export class Conversations {
  readonly #byId = new Map<string, Conversation>();
  /** Those that are over, in the order in which they ended. */
  readonly #over = new Set<Conversation>();

  get(id: string): Conversation | undefined {
    return this.#byId.get(id);
  }

  values(): Iterable<Conversation> {
    return this.#byId.values();
  }

  add(conversation: Conversation): void {
    this.#byId.set(conversation.id, conversation);
  }

  /** One more is over, and wrapped up; the latest `most` are still known. */
  over(conversation: Conversation, most: number): void {
    this.#over.add(conversation);
    const [oldest] = this.#over;
    if (this.#over.size <= most || oldest === undefined) return;
    this.#over.delete(oldest);
    this.#byId.delete(oldest.id);
    oldest.messages.length = 0;
  }
}
