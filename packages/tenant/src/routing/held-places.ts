import type { AgentPart, Conversation } from '../conversations/conversation.ts';
import type { Agent } from './agents.ts';

/** After-contact work that lasts on: whose place is given back, and when (ms). */
interface Held {
  readonly agent: Agent;
  readonly part: AgentPart;
  readonly untilMs: number;
}

/** Places that are given back at a time of their own. */
export class HeldPlaces {
  readonly #held = new Map<Conversation, Held>();

  hold(conversation: Conversation, held: Held): void {
    this.#held.set(conversation, held);
  }

  drop(conversation: Conversation): void {
    this.#held.delete(conversation);
  }

  /** Takes out those whose time has come (ms). */
  due(nowMs: number): readonly (readonly [Conversation, Held])[] {
    const due = [...this.#held].filter(([, { untilMs }]) => untilMs <= nowMs);
    for (const [conversation] of due) this.#held.delete(conversation);
    return due;
  }
}
