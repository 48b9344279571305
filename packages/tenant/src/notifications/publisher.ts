import type { RoutingStatus } from '@headroom/genesys-wire/platform';
import type { Conversation } from '../conversations/conversation.ts';
import type { Agent } from '../routing/agents.ts';
import { observed } from '../routing/observe.ts';
import type { Queue } from '../routing/queues.ts';
import type { Channels } from './channels.ts';

/** A queue's observations are sent at most once a second (genesys.md section 3). */
const OBSERVATIONS_MS = 1_000;

/** What the topics say when something changes (genesys.md sections 2.4 and 2.5). */
export class Publisher {
  readonly #channels: Pick<Channels, 'isHeard' | 'publish'>;
  /** What each queue's topic said last, and when (ms). */
  readonly #told = new Map<Queue, { readonly text: string; readonly atMs: number }>();

  constructor(channels: Pick<Channels, 'isHeard' | 'publish'>) {
    this.#channels = channels;
  }

  /** A conversation, for the agent whom it concerns, if any, and for its queue. */
  conversation(conversation: Conversation, agent: Agent | undefined): void {
    if (agent !== undefined && !conversation.isKeptFrom(agent.id)) {
      this.#both(`v2.users.${agent.id}.conversations`, conversation);
      this.#channels.publish(`v2.users.${agent.id}.conversationsummary`, () => summaryOf(agent));
    }
    if (conversation.queue !== undefined) {
      this.#both(`v2.routing.queues.${conversation.queue.id}.conversations`, conversation);
    }
  }

  status(agent: Agent, status: RoutingStatus): void {
    const routingStatus = { userId: agent.id, status };
    this.#channels.publish(`v2.users.${agent.id}.routingStatus`, () => ({ routingStatus }));
    this.activity(agent);
  }

  /** Presence, routing status and queues of a user together. */
  activity(agent: Agent): void {
    this.#channels.publish(`v2.users.${agent.id}.activity`, () => ({
      id: agent.id,
      routingStatus: { userId: agent.id, status: agent.toldStatus },
      presence: { presenceDefinition: { systemPresence: agent.presence } },
      activeQueueIds: agent.onQueue ? [...agent.queues].map(({ id }) => id) : [],
    }));
  }

  member(queue: Queue, agent: Agent): void {
    this.#channels.publish(`v2.routing.queues.${queue.id}.users`, () => ({
      id: agent.id,
      name: agent.name,
      joined: queue.members.get(agent) === true,
      routingStatus: { userId: agent.id, status: agent.toldStatus },
    }));
  }

  /** Queues whose figures changed since they were told. Call a few times a second. */
  observations(queues: readonly Queue[], nowMs: number): void {
    for (const queue of queues) {
      const topic = `v2.analytics.queues.${queue.id}.observations`;
      const told = this.#told.get(queue);
      if (!this.#channels.isHeard(topic) || (told !== undefined && nowMs - told.atMs < OBSERVATIONS_MS)) continue;
      const metrics = observed(queue);
      const text = JSON.stringify(metrics);
      if (text === told?.text) continue;
      this.#told.set(queue, { text, atMs: nowMs });
      const interval = `${new Date(nowMs).toISOString()}/${new Date(nowMs).toISOString()}`;
      this.#channels.publish(topic, () => ({
        group: { queueId: queue.id, mediaType: 'message' },
        data: [{ interval, metrics }],
      }));
    }
  }

  #both(root: string, conversation: Conversation): void {
    this.#channels.publish(root, () => conversation.toWire());
    this.#channels.publish(`${root}.messages`, () => conversation.toFlatWire());
  }
}

function summaryOf({ id, taken }: Agent) {
  return { userId: id, message: { contactCenter: { active: taken.size }, enterprise: { active: 0 } } };
}
