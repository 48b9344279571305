import type { MessageData } from '@headroom/genesys-wire/platform';
import type { Dialogue } from '../../dialogues/dialogue.ts';
import { type Next, Part } from '../../dialogues/part.ts';

/**
 * Finds the transcript that the customer's attributes name, or that begins with the customer's texts. Undefined where
 * this agent has none.
 */
export type FindDialogue = (
  attributes: Readonly<Record<string, string>>,
  texts: readonly string[],
) => Dialogue | undefined;

/**
 * The agent's part in a transcript. Which transcript it is, the conversation tells: by its attributes or by its first
 * messages.
 */
export class Role {
  readonly #findDialogue: FindDialogue;
  #part: Part | undefined;
  #transcript = '';
  /** The customer's texts before the transcript is known. */
  #opening: string[] = [];

  constructor(findDialogue: FindDialogue) {
    this.#findDialogue = findDialogue;
  }

  /** The id of the transcript; empty until it is known. */
  get transcript(): string {
    return this.#transcript;
  }

  /** The customer said this. */
  hear(message: MessageData): void {
    if (this.#part !== undefined) {
      this.#part.hear();
      return;
    }
    this.#opening.push(message.textBody ?? '');
    const attributes = message.normalizedMessage?.channel?.metadata?.customAttributes ?? {};
    const dialogue = this.#findDialogue(attributes, this.#opening);
    if (dialogue === undefined) return;
    this.#part = new Part(dialogue, 'agent');
    this.#transcript = dialogue.id;
    for (const _ of this.#opening.splice(0)) this.#part.hear();
  }

  /** The next step; undefined until the transcript is known. */
  next(): Next | undefined {
    return this.#part?.next();
  }

  /** The turn that `next` offered has been spoken. */
  spoke(): void {
    this.#part?.spoke();
  }
}
