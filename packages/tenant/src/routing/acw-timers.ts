import type { Conversation } from '../conversations/conversation.ts';
import type { AgentParticipant } from '../conversations/participants.ts';
import type { RoutedAgent } from './agents.ts';

/** After-call work that ends by itself. */
interface AcwTimer {
  readonly conversation: Conversation;
  readonly agent: RoutedAgent;
  readonly participant: AgentParticipant;
  /** Unix time (ms). */
  readonly untilMs: number;
}

/** When after-call work ends by itself, by participant: a conversation that was transferred may have several. */
export class AcwTimers {
  readonly #timers = new Map<AgentParticipant, AcwTimer>();

  set(timer: AcwTimer): void {
    this.#timers.set(timer.participant, timer);
  }

  cancel(participant: AgentParticipant): void {
    this.#timers.delete(participant);
  }

  /** Takes out the timers that have run out by now (Unix ms). */
  takeDue(nowMs: number): readonly AcwTimer[] {
    const due = [...this.#timers.values()].filter(({ untilMs }) => untilMs <= nowMs);
    for (const { participant } of due) this.#timers.delete(participant);
    return due;
  }
}
