import type { MessageData } from '@headroom/genesys-wire/platform';
import { Ledger } from '../../dialogues/ledger.ts';
import type { Next } from '../../dialogues/part.ts';
import type { ReplyOutcome } from './job.ts';
import { type FindDialogue, Role } from './role.ts';

/** What to say: the next turn, or, as `again`, one that the server turned out not to have. */
export interface Line {
  readonly text: string;
  readonly again?: number;
}

/** What an agent says in a conversation, in the order of the transcript, and the account of it. */
export class Replies {
  readonly #role: Role;
  readonly ledger = new Ledger();
  #again: number[] = [];

  constructor(findDialogue: FindDialogue) {
    this.#role = new Role(findDialogue);
  }

  /** True once the server may have stored something of this agent. */
  get begun(): boolean {
    return this.ledger.sendings > 0;
  }

  /** The id of the transcript; empty until it is known. */
  get transcript(): string {
    return this.#role.transcript;
  }

  /** The customer said this. */
  hear(message: MessageData): void {
    this.#role.hear(message);
  }

  /** What has to be said anew, and does not wait for the customer. */
  repeat(): Line | undefined {
    const [again] = this.#again;
    return again === undefined ? undefined : { text: this.ledger.text(again) ?? '', again };
  }

  /** Where the transcript stands; undefined until it is known. */
  next(): Next | undefined {
    return this.#role.next();
  }

  /** This went out; true when it did for the first time. */
  said({ text, again }: Line, outcome: Exclude<ReplyOutcome, { kind: 'refused' }>): boolean {
    const number = again === undefined ? this.#saidNext(text) : this.#saidAgain(again);
    if (outcome.kind === 'stored') this.ledger.acked(number, outcome.text);
    return again === undefined;
  }

  #saidNext(text: string): number {
    const next = this.#role.next();
    this.#role.spoke();
    return this.ledger.sent(text, next?.kind === 'speak' ? next.turn : -1);
  }

  #saidAgain(number: number): number {
    this.#again.shift();
    return this.ledger.resent(number);
  }

  /** What the server stored of this agent, oldest first, while the conversation goes on: the rest is said again. */
  settle(stored: readonly string[]): void {
    this.#again.push(...this.ledger.settle(stored));
  }
}
