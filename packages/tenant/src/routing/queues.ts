import type { Conversation } from '../conversations/conversation.ts';
import { queueId } from '../org.ts';
import type { Profile } from '../profile/schema.ts';
import type { AfterContact } from './after-contact.ts';
import type { Agent } from './agents.ts';

/** A queue, with what is in it now. */
export interface Queue {
  readonly id: string;
  name: string;
  /** The profile's when undefined. */
  alertingTimeoutMs: number | undefined;
  afterContact: AfterContact | undefined;
  /** Whether agents are connected without a click. */
  autoAnswer: boolean;
  /** Conversations in which nothing is said for so long are ended; off by default. */
  inactivityTimeoutMs: number | undefined;
  /** Whether each member is joined. */
  readonly members: Map<Agent, boolean>;
  readonly wrapUpCodes: Set<string>;
  /** In order of arrival. */
  readonly waiting: Set<Conversation>;
  readonly alerting: Set<Conversation>;
  readonly interacting: Set<Conversation>;
  /** Joined members with room, the one who has been idle the longest first. */
  readonly available: Set<Agent>;
}

export class Queues {
  readonly #byId = new Map<string, Queue>();
  #made = 0;

  add(name: string, wrapUpCodes: Iterable<string> = []): Queue {
    const queue: Queue = {
      id: queueId(++this.#made),
      name,
      alertingTimeoutMs: undefined,
      afterContact: undefined,
      autoAnswer: false,
      inactivityTimeoutMs: undefined,
      members: new Map(),
      wrapUpCodes: new Set(wrapUpCodes),
      waiting: new Set(),
      alerting: new Set(),
      interacting: new Set(),
      available: new Set(),
    };
    this.#byId.set(queue.id, queue);
    return queue;
  }

  get(id: string): Queue | undefined {
    return this.#byId.get(id);
  }

  all(): readonly Queue[] {
    return [...this.#byId.values()];
  }

  remove(queue: Queue): void {
    this.#byId.delete(queue.id);
  }
}

/** The queues that the profile asks for, with their members: all agents, or each agent one queue in turn. */
export function queuesFor(
  { queues: { count, members } }: Profile,
  agents: Iterable<Agent>,
  wrapUpCodes: Iterable<string>,
): Queues {
  const queues = new Queues();
  for (let n = 1; n <= count; n++) queues.add(n === 1 ? 'Messages' : `Messages ${n}`, wrapUpCodes);
  const all = queues.all();
  let index = 0;
  for (const agent of agents) {
    const own = members === 'all' ? all : all.slice(index % count, (index % count) + 1);
    for (const queue of own) {
      queue.members.set(agent, true);
      agent.queues.add(queue);
    }
    index++;
  }
  return queues;
}
