import type { Dialogue } from '../../dialogues/dialogue.ts';
import { type Next, Part } from '../../dialogues/part.ts';
import { type ReceiptCounts, Receipts } from '../../dialogues/receipts.ts';
import { isUnscripted } from '../../dialogues/transcript-attribute.ts';
import { turnsIn } from '../../dialogues/turns-in.ts';

/**
 * Finds the transcript that the customer's attributes name, or that begins with the customer's texts. Undefined where
 * this agent has none.
 */
export type FindDialogue = (
  attributes: Readonly<Record<string, string>>,
  texts: readonly string[],
) => Dialogue | undefined;

/** Shared, as there are thousands of roles. */
const NONE: Readonly<Record<string, string>> = {};
const NOTHING: readonly string[] = [];

/**
 * The agent's part in a transcript. Which transcript it is, the conversation tells in two ways that do not need each
 * other: by the customer's attributes, or by the customer's first messages.
 */
export class Role {
  readonly #findDialogue: FindDialogue;
  #part: Part | undefined;
  #transcript = '';
  /** The customer's attributes and texts before the transcript is known. */
  #attributes: Readonly<Record<string, string>> = NONE;
  #opening: string[] = [];
  /** The customer said something that is no turn: by it no transcript is known. */
  #heardAside = false;
  /** How many of them were said to agents before this one. */
  #openingBefore = 0;
  #receipts: Receipts | undefined;
  /** What agents before this one said, oldest first. */
  #saidBefore: readonly string[] = NOTHING;
  /** How many turns they said, and how many were said up to now. */
  #before = 0;
  #said = 0;

  constructor(findDialogue: FindDialogue) {
    this.#findDialogue = findDialogue;
  }

  /** The id of the transcript; empty until it is known. */
  get transcript(): string {
    return this.#transcript;
  }

  /** Whether the customer said something, and it is not known in which transcript. */
  get unrecognised(): boolean {
    return (
      this.#part === undefined && (this.#heardAside || this.#opening.length > 0) && !isUnscripted(this.#attributes)
    );
  }

  /** How many turns the transcript has for agents; 0 until it is known. */
  get turns(): number {
    return this.#part?.turns ?? 0;
  }

  /** How many of them were said, by this agent and by those before it. */
  get turnsSaid(): number {
    return Math.max(this.#said, this.#before);
  }

  /** Agents before this one said these texts, oldest first. The part goes on where they left off. */
  takeOver(texts: readonly string[]): void {
    this.#saidBefore = texts;
    if (this.#part !== undefined) this.#before = turnsIn(texts, this.#part.texts());
  }

  /** The customer's attributes are these. */
  note(attributes: Readonly<Record<string, string>>): void {
    if (this.#part !== undefined || attributes.transcript === undefined) return;
    this.#attributes = attributes;
    this.#look();
  }

  /** The customer said this, to this agent or (`before`) to one before it. */
  hear(text: string, before: boolean): void {
    if (this.#part !== undefined) {
      this.#hear(this.#part, text, before);
      return;
    }
    this.#opening.push(text);
    if (before) this.#openingBefore++;
    this.#look();
  }

  /** The customer said this, and it did not reach the agent. */
  unheard(text: string): void {
    this.#receipts?.unheard(text);
  }

  heardAside(): void {
    this.#heardAside = true;
  }

  #hear(part: Part, text: string, before: boolean): void {
    if (before) this.#receipts?.heardElsewhere(text);
    else if (this.#receipts?.heard(text) === 'twice') return;
    part.hear();
  }

  /** What was received of the customer's turns; undefined where the transcript is not known. */
  get receipts(): ReceiptCounts | undefined {
    // Which turns were due to this agent and not to another, it does not know.
    return this.#receipts?.counts(0);
  }

  #look(): void {
    const dialogue = this.#findDialogue(this.#attributes, this.#opening);
    if (dialogue === undefined) return;
    this.#part = new Part(dialogue, 'agent');
    this.#transcript = dialogue.id;
    this.#before = turnsIn(this.#saidBefore, this.#part.texts());
    this.#receipts = new Receipts(dialogue, 'customer');
    const part = this.#part;
    this.#opening.splice(0).forEach((text, place) => {
      this.#hear(part, text, place < this.#openingBefore);
    });
  }

  /** The next step; undefined until the transcript is known. */
  next(): Next | undefined {
    let next = this.#part?.next();
    while (next?.kind === 'speak' && this.#said < this.#before) {
      this.spoke();
      next = this.#part?.next();
    }
    return next;
  }

  /** The turn that `next` offered has been spoken. */
  spoke(): void {
    this.#part?.spoke();
    this.#said++;
  }
}
