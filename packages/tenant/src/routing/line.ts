import type { Conversation } from '../conversations/conversation.ts';
import type { Agent } from './agents.ts';
import type { Queue } from './queues.ts';

/** Who and what is next: agents in line by how long they have been idle, conversations by how long they have waited. */

/** In line in its queues when it has room, at its place when it has one. */
export function putInLine(agent: Agent, hasRoom: boolean): void {
  for (const { available } of agent.queues) {
    if (hasRoom) available.add(agent);
    else available.delete(agent);
  }
}

/** The last in line from now on. */
export function putLast(agent: Agent, hasRoom: boolean): void {
  for (const { available } of agent.queues) available.delete(agent);
  putInLine(agent, hasRoom);
}

/** The first to be routed, if it was queued by then (ms). */
export function firstOf({ waiting }: Queue, queuedByMs: number): Conversation | undefined {
  const [first] = waiting;
  return first !== undefined && first.queuedAtMs <= queuedByMs ? first : undefined;
}

/** What has waited the longest in an agent's queues, if it was queued by then (ms). */
export function firstFor({ queues }: Agent, queuedByMs: number): Conversation | undefined {
  let oldest: Conversation | undefined;
  for (const queue of queues) {
    const first = firstOf(queue, queuedByMs);
    if (first !== undefined && (oldest === undefined || first.place < oldest.place)) oldest = first;
  }
  return oldest;
}
