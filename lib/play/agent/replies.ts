import { Ledger } from '../../dialogues/ledger.ts';
import type { Next } from '../../dialogues/part.ts';
import type { ReceiptCounts } from '../../dialogues/receipts.ts';
import type { ReplyOutcome } from './job.ts';
import { type FindDialogue, Role } from './role.ts';

/** The next thing to say: the next turn, or (`again`) a reply that the server turned out not to hold. */
export interface Line {
  readonly text: string;
  readonly again?: number;
}

/** The replies of an agent in a conversation, in the order of the transcript, and their ledger. */
export class Replies {
  readonly #role: Role;
  readonly ledger = new Ledger();
  #again: number[] = [];

  constructor(findDialogue: FindDialogue) {
    this.#role = new Role(findDialogue);
  }

  /** Whether the server may have stored a reply of this agent. */
  get begun(): boolean {
    return this.ledger.sendings > 0;
  }

  /** The id of the transcript; empty until it is known. */
  get transcript(): string {
    return this.#role.transcript;
  }

  /** Whether the customer said something, and it is not known in which transcript. */
  get unrecognised(): boolean {
    return this.#role.unrecognised;
  }

  /** How many turns the transcript has for agents; 0 until it is known. */
  get turns(): number {
    return this.#role.turns;
  }

  /** How many of them were said, by this agent and by those before it. */
  get turnsSaid(): number {
    return this.#role.turnsSaid;
  }

  /** Agents before this one said these texts, oldest first. */
  takeOver(texts: readonly string[]): void {
    this.#role.takeOver(texts);
  }

  /** The customer's attributes are these. */
  note(attributes: Readonly<Record<string, string>>): void {
    this.#role.note(attributes);
  }

  /** The customer said this, to this agent or (`before`) to one before it. */
  hear(text: string, before: boolean): void {
    this.#role.hear(text, before);
  }

  /** The customer said something that is no turn of the dialogue. */
  heardAside(): void {
    this.#role.heardAside();
  }

  /** The customer said this, and it did not reach the agent while the conversation went on. */
  unheard(text: string): void {
    this.#role.unheard(text);
  }

  /** What was received of the customer's turns; undefined where the transcript is not known. */
  get receipts(): ReceiptCounts | undefined {
    return this.#role.receipts;
  }

  /** The reply that has to be said again, and its turn of the transcript. It does not wait for the customer. */
  repeat(): (Line & { readonly turn: number }) | undefined {
    const [again] = this.#again;
    if (again === undefined) return undefined;
    return { text: this.ledger.text(again) ?? '', again, turn: this.ledger.turn(again) };
  }

  /** The next step in the transcript; undefined until the transcript is known. */
  next(): Next | undefined {
    return this.#role.next();
  }

  /** The turn of the transcript that is said next; -1 where none is. */
  get nextTurn(): number {
    const next = this.#role.next();
    return next?.kind === 'speak' ? next.turn : -1;
  }

  /** Enters a reply that was sent. Returns true when it was sent for the first time. */
  said({ text, again }: Line, outcome: Exclude<ReplyOutcome, { kind: 'refused' }>): boolean {
    const number = again === undefined ? this.#saidNext(text) : this.#saidAgain(again);
    if (outcome.kind === 'stored') this.ledger.acked(number, outcome.text);
    return again === undefined;
  }

  #saidNext(text: string): number {
    const turn = this.nextTurn;
    this.#role.spoke();
    return this.ledger.sent(text, turn);
  }

  #saidAgain(number: number): number {
    this.#again.shift();
    return this.ledger.resent(number);
  }

  /**
   * Settles the replies by the agent's texts that the server stored, oldest first, while the conversation goes on.
   * Replies that it does not hold are said again.
   */
  settle(stored: readonly string[]): void {
    this.#again.push(...this.ledger.settle(stored));
  }
}
