import { queueId } from '../base/ready-made-ids.ts';
import type { AcwSettings } from '../conversations/acw-settings.ts';
import type { Conversation } from '../conversations/conversation.ts';
import type { Profile } from '../profile/schema.ts';
import type { RoutedAgent } from './agents.ts';

/** The medium that routing follows, and others, with their settings. */
interface WrittenQueue {
  readonly mediaSettings?: { readonly message?: object | undefined } | undefined;
  readonly [field: string]: unknown;
}

/** A queue with its settings, its members and the conversations in it. */
export interface Queue {
  readonly id: string;
  name: string;
  readonly createdAt: Date;
  /** What the API wrote of the queue and routing does not follow, as it came. */
  written: WrittenQueue;
  /** The profile's figure when undefined. */
  alertingTimeoutMs: number | undefined;
  /** The profile's settings when undefined. */
  acwSettings: AcwSettings | undefined;
  /** Whether agents are connected without a click. */
  autoAnswer: boolean;
  /** How long a connected conversation may go without a message before it is ended; undefined: for ever. */
  inactivityTimeoutMs: number | undefined;
  /** Its members, and whether each is joined. */
  readonly members: Map<RoutedAgent, boolean>;
  /** Ring numbers of members that have another than 1. */
  readonly ringNumbers: Map<RoutedAgent, number>;
  readonly wrapUpCodes: Set<string>;
  /** In order of arrival. */
  readonly waiting: Set<Conversation>;
  readonly alerting: Set<Conversation>;
  readonly interacting: Set<Conversation>;
  /** Joined members that are available, the one that has been idle for longest first. */
  readonly available: Set<RoutedAgent>;
}

export class Queues {
  readonly #byId = new Map<string, Queue>();
  #added = 0;

  /** Adds a queue with the next id. */
  add(name: string, createdAt: Date, wrapUpCodes: Iterable<string> = []): Queue {
    const queue: Queue = {
      id: queueId(++this.#added),
      name,
      createdAt,
      written: {},
      alertingTimeoutMs: undefined,
      acwSettings: undefined,
      autoAnswer: false,
      inactivityTimeoutMs: undefined,
      members: new Map(),
      ringNumbers: new Map(),
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

  /** The queue that a conversation was transferred to. */
  of({ queue }: Conversation): Queue | undefined {
    return queue === undefined ? undefined : this.#byId.get(queue.id);
  }

  /** The queues of which an agent is a joined member. */
  *joinedBy({ joinedQueueIds }: RoutedAgent): Iterable<Queue> {
    for (const id of joinedQueueIds) {
      const queue = this.#byId.get(id);
      if (queue !== undefined) yield queue;
    }
  }

  all(): readonly Queue[] {
    return [...this.#byId.values()];
  }

  remove(queue: Queue): void {
    this.#byId.delete(queue.id);
    for (const agent of queue.members.keys()) agent.joinedQueueIds.delete(queue.id);
  }
}

/** The queues of a profile with their members: every agent in every queue, or each agent in one queue in turn. */
export function queuesFor(
  { queues: { count, members } }: Profile,
  agents: Iterable<RoutedAgent>,
  wrapUpCodes: Iterable<string>,
  createdAt: Date,
): Queues {
  const queues = new Queues();
  // An iterator would be used up by the first queue.
  const codes = [...wrapUpCodes];
  for (let n = 1; n <= count; n++) queues.add(n === 1 ? 'Messages' : `Messages ${n}`, createdAt, codes);
  const all = queues.all();
  let index = 0;
  for (const agent of agents) {
    const own = members === 'all' ? all : all.slice(index % count, (index % count) + 1);
    for (const queue of own) {
      queue.members.set(agent, true);
      agent.joinedQueueIds.add(queue.id);
    }
    index++;
  }
  return queues;
}
