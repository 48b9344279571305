import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { NotificationFrame } from '../../lib/platform/wire.ts';

/** A notification channel: its subscriptions and, once connected, its socket. */
interface Channel {
  readonly id: string;
  readonly userId: string;
  readonly topics: Set<string>;
  socket: WebSocket | undefined;
}

const LIFE_MS = 24 * 3_600_000;
const HEARTBEAT: NotificationFrame = { topicName: 'channel.metadata', eventBody: { message: 'WebSocket Heartbeat' } };
const PONG: NotificationFrame = { topicName: 'channel.metadata', eventBody: { message: 'pong' } };

/** The notification service (genesys.md section 2.4). */
export class Channels {
  readonly #channels = new Map<string, Channel>();
  readonly #byTopic = new Map<string, Set<Channel>>();

  create(userId: string, address: string): { id: string; connectUri: string; expires: string } {
    const id = `streaming-0-${randomUUID()}`;
    this.#channels.set(id, { id, userId, topics: new Set(), socket: undefined });
    return { id, connectUri: `ws://${address}/channels/${id}`, expires: new Date(Date.now() + LIFE_MS).toISOString() };
  }

  has(id: string): boolean {
    return this.#channels.has(id);
  }

  topics(id: string): readonly string[] {
    return [...(this.#channels.get(id)?.topics ?? [])];
  }

  /** Adds topics, or replaces what was there. */
  subscribe(id: string, topics: readonly string[], replace: boolean): void {
    const channel = this.#channels.get(id);
    if (channel === undefined) return;
    if (replace) for (const topic of channel.topics) this.#drop(channel, topic);
    for (const topic of topics) {
      channel.topics.add(topic);
      const listeners = this.#byTopic.get(topic) ?? new Set();
      this.#byTopic.set(topic, listeners.add(channel));
    }
  }

  #drop(channel: Channel, topic: string): void {
    channel.topics.delete(topic);
    const listeners = this.#byTopic.get(topic);
    listeners?.delete(channel);
    if (listeners?.size === 0) this.#byTopic.delete(topic);
  }

  /** One socket a channel: a second one ends the first. */
  connect(id: string, socket: WebSocket): void {
    const channel = this.#channels.get(id);
    if (channel === undefined) return;
    channel.socket?.close(1000, 'replaced');
    channel.socket = socket;
    socket.on('message', (data) => {
      if (/"message"\s*:\s*"ping"/.test(String(data))) socket.send(JSON.stringify(PONG));
    });
    socket.once('close', () => {
      if (channel.socket !== socket) return;
      channel.socket = undefined;
      for (const topic of channel.topics) this.#drop(channel, topic);
      this.#channels.delete(id);
    });
  }

  publish(topicName: string, eventBody: unknown): void {
    const listeners = this.#byTopic.get(topicName);
    if (listeners === undefined) return;
    const frame: NotificationFrame = { topicName, version: '2', eventBody, metadata: { CorrelationId: randomUUID() } };
    const text = JSON.stringify(frame);
    for (const { socket } of listeners) socket?.send(text);
  }

  heartbeat(): void {
    const text = JSON.stringify(HEARTBEAT);
    for (const { socket } of this.#channels.values()) socket?.send(text);
  }
}
