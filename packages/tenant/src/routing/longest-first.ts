import type { Conversation } from '../conversations/conversation.ts';
import type { RoutedAgent } from './agents.ts';
import type { Queue } from './queues.ts';

/**
 * Which agent and which conversation come first: the agent idle for longest, the conversation that waits for longest.
 */

/** Adds an agent to the available ones of its queues, or takes it out. An agent that is there keeps its position. */
export function setAvailable(agent: RoutedAgent, queues: Iterable<Queue>, isAvailable: boolean): void {
  for (const { available } of queues) {
    if (isAvailable) available.add(agent);
    else available.delete(agent);
  }
}

/** The same, and an agent that is available becomes the last of its queues. */
export function setAvailableLast(agent: RoutedAgent, queues: Iterable<Queue>, isAvailable: boolean): void {
  for (const { available } of queues) {
    available.delete(agent);
    if (isAvailable) available.add(agent);
  }
}

/** The conversation that has waited for longest in a queue, if it was queued at `queuedByMs` or before (Unix ms). */
export function firstWaiting({ waiting }: Queue, queuedByMs: number): Conversation | undefined {
  const [first] = waiting;
  return first !== undefined && first.queuedAtMs <= queuedByMs ? first : undefined;
}

/** The conversation that has waited for longest in several queues, and its queue, under the same condition. */
export function firstWaitingIn(
  queues: Iterable<Queue>,
  queuedByMs: number,
): { readonly queue: Queue; readonly conversation: Conversation } | undefined {
  let first: { readonly queue: Queue; readonly conversation: Conversation } | undefined;
  for (const queue of queues) {
    const conversation = firstWaiting(queue, queuedByMs);
    if (conversation === undefined) continue;
    if (first === undefined || conversation.queuePosition < first.conversation.queuePosition)
      first = { queue, conversation };
  }
  return first;
}
