import type { RoutingStatus } from '@headroom/genesys-wire/platform';
import type { Conversation } from '../conversations/conversation.ts';
import { toFlatWire, toWire } from '../conversations/conversation-wire.ts';
import type { RoutedAgent } from '../routing/agents.ts';
import { queueObservations } from '../routing/observations.ts';
import type { Queue } from '../routing/queues.ts';
import type { Channels } from './channels.ts';

/** At most once a second a queue's observations are published (docs/facts/genesys.md section 3). */
const OBSERVATIONS_MS = 1_000;

/** Publishes events when something in the org changes (docs/facts/genesys.md sections 2.4 and 2.5). */
export class Publisher {
  readonly #channels: Pick<Channels, 'hasSubscribers' | 'publish'>;
  /** What was published of each queue last, and when (Unix ms). */
  readonly #published = new Map<Queue, { readonly text: string; readonly atMs: number }>();

  constructor(channels: Pick<Channels, 'hasSubscribers' | 'publish'>) {
    this.#channels = channels;
  }

  /** A conversation changed: for the agent whom that concerns, if there is one, and for its queue. */
  conversation(conversation: Conversation, agent: RoutedAgent | undefined): void {
    if (agent !== undefined && !conversation.isHiddenFrom(agent.id)) {
      this.#both(`v2.users.${agent.id}.conversations`, conversation);
      this.#channels.publish(`v2.users.${agent.id}.conversationsummary`, () => summaryOf(agent));
    }
    if (conversation.queue !== undefined) {
      this.#both(`v2.routing.queues.${conversation.queue.id}.conversations`, conversation);
    }
  }

  status(agent: RoutedAgent, status: RoutingStatus): void {
    this.#channels.publish(`v2.users.${agent.id}.routingStatus`, () => ({ id: agent.id, routingStatus: { status } }));
    this.activity(agent);
  }

  /** A user's presence, routing status and queues, in one event. */
  activity(agent: RoutedAgent): void {
    this.#channels.publish(`v2.users.${agent.id}.activity`, () => ({
      id: agent.id,
      routingStatus: { status: agent.toldStatus },
      presence: { presenceDefinition: { systemPresence: agent.presence } },
      activeQueueIds: agent.onQueue ? [...agent.joinedQueueIds] : [],
    }));
  }

  member(queue: Queue, agent: RoutedAgent): void {
    this.#channels.publish(`v2.routing.queues.${queue.id}.users`, () => ({
      id: agent.id,
      name: agent.name,
      joined: queue.members.get(agent) === true,
      routingStatus: { userId: agent.id, status: agent.toldStatus },
    }));
  }

  /** The observations of those queues that have changed since they were published. Call it a few times a second. */
  observations(queues: readonly Queue[], nowMs: number): void {
    for (const queue of queues) {
      const topic = `v2.analytics.queues.${queue.id}.observations`;
      const last = this.#published.get(queue);
      if (!this.#channels.hasSubscribers(topic) || (last !== undefined && nowMs - last.atMs < OBSERVATIONS_MS))
        continue;
      const metrics = queueObservations(queue);
      const text = JSON.stringify(metrics);
      if (text === last?.text) continue;
      this.#published.set(queue, { text, atMs: nowMs });
      const interval = `${new Date(nowMs).toISOString()}/${new Date(nowMs).toISOString()}`;
      this.#channels.publish(topic, () => ({
        group: { queueId: queue.id, mediaType: 'message' },
        data: [{ interval, metrics }],
      }));
    }
  }

  #both(root: string, conversation: Conversation): void {
    this.#channels.publish(root, () => toWire(conversation));
    this.#channels.publish(`${root}.messages`, () => toFlatWire(conversation));
  }
}

function summaryOf({ id, taken }: RoutedAgent) {
  return { userId: id, message: { contactCenter: { active: taken.size }, enterprise: { active: 0 } } };
}
