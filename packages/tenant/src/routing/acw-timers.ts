import type { Conversation } from '../conversations/conversation.ts';
import type { AgentParticipant } from '../conversations/participants.ts';
import type { RoutedAgent } from './agents.ts';

/** After-call work that ends by itself. */
interface AcwTimer {
  readonly agent: RoutedAgent;
  readonly participant: AgentParticipant;
  /** Unix time (ms). */
  readonly untilMs: number;
}

/** When after-call work ends by itself, by conversation. */
export class AcwTimers {
  readonly #timers = new Map<Conversation, AcwTimer>();

  set(conversation: Conversation, timer: AcwTimer): void {
    this.#timers.set(conversation, timer);
  }

  cancel(conversation: Conversation): void {
    this.#timers.delete(conversation);
  }

  /** Takes out the timers that have run out by now (Unix ms). */
  takeDue(nowMs: number): readonly (readonly [Conversation, AcwTimer])[] {
    const due = [...this.#timers].filter(([, { untilMs }]) => untilMs <= nowMs);
    for (const [conversation] of due) this.#timers.delete(conversation);
    return due;
  }
}
