import type { NotificationChannel, NotificationFrame } from '@headroom/genesys-wire/platform';
import type { WebSocket } from 'ws';
import type { TenantClock } from '../base/clock.ts';
import type { Uuids } from '../base/uuids.ts';
import { answerOn, type ChannelOfSocket } from './channel-socket.ts';

/** What frames are sent on. */
interface Wire {
  send(text: string): void;
}

/** A notification channel: its subscriptions and, once connected, its socket. */
interface Channel {
  readonly id: string;
  readonly userId: string;
  readonly connectUri: string;
  readonly topics: Set<string>;
  socket: WebSocket | undefined;
  /** What frames to the socket are sent on. */
  wire: Wire | undefined;
  /** Unix time (ms). */
  expiresAtMs: number;
  /** Whether `socket_closing` was sent. */
  warned: boolean;
  /** When it was used last, as a count of all uses of channels. */
  lastUse: number;
}

/** `socket_closing` comes so long before a channel expires. */
const WARNING_MS = 60_000;
/** One more removes the channel of the user that was used least recently, unconnected ones first. */
const MAX_CHANNELS_PER_USER = 20;
export const MAX_TOPICS_PER_CHANNEL = 1_000;
const HEARTBEAT: NotificationFrame = { topicName: 'channel.metadata', eventBody: { message: 'WebSocket Heartbeat' } };
const CLOSING: NotificationFrame = { topicName: 'v2.system.socket_closing', eventBody: {} };

interface ChannelsParts {
  readonly ids: Uuids;
  readonly clock: TenantClock;
  /** What frames to a socket are sent on. */
  readonly wireTo: (socket: WebSocket) => Wire;
  /** How long a channel lives from its last subscription on (ms). */
  readonly lifeMs: () => number;
}

/** The notification service (docs/facts/genesys.md section 2.4). */
export class Channels {
  readonly #channels = new Map<string, Channel>();
  readonly #byUser = new Map<string, Set<Channel>>();
  readonly #byTopic = new Map<string, Set<Channel>>();
  readonly #wireTo: ChannelsParts['wireTo'];
  readonly #lifeMs: () => number;
  readonly #ids: Uuids;
  readonly #clock: TenantClock;
  #uses = 0;

  constructor({ ids, clock, wireTo, lifeMs }: ChannelsParts) {
    this.#ids = ids;
    this.#clock = clock;
    this.#wireTo = wireTo;
    this.#lifeMs = lifeMs;
  }

  create(userId: string, address: string): NotificationChannel {
    const id = `streaming-0-${this.#ids.next()}`;
    const channel: Channel = {
      id,
      userId,
      connectUri: `ws://${address}/channels/${id}`,
      topics: new Set(),
      socket: undefined,
      wire: undefined,
      expiresAtMs: this.#clock.now() + this.#lifeMs(),
      warned: false,
      lastUse: ++this.#uses,
    };
    const own = this.#byUser.get(userId) ?? new Set();
    this.#byUser.set(userId, own);
    if (own.size >= MAX_CHANNELS_PER_USER) this.#remove(leastRecentlyUsed(own));
    own.add(channel);
    this.#channels.set(id, channel);
    return toWire(channel);
  }

  has(id: string): boolean {
    return this.#channels.has(id);
  }

  of(userId: string): readonly NotificationChannel[] {
    return [...(this.#byUser.get(userId) ?? [])].map(toWire);
  }

  topics(id: string): readonly string[] {
    return [...(this.#channels.get(id)?.topics ?? [])];
  }

  /** Adds topics, or replaces those there are. The channel's life begins anew. */
  subscribe(id: string, topics: readonly string[], replace: boolean): void {
    const channel = this.#channels.get(id);
    if (channel === undefined) return;
    channel.lastUse = ++this.#uses;
    channel.expiresAtMs = this.#clock.now() + this.#lifeMs();
    channel.warned = false;
    if (replace) for (const topic of channel.topics) this.#unsubscribe(channel, topic);
    for (const topic of topics) {
      channel.topics.add(topic);
      const subscribers = this.#byTopic.get(topic) ?? new Set();
      this.#byTopic.set(topic, subscribers.add(channel));
    }
  }

  /**
   * Connects a channel's socket; an earlier socket of the channel is closed. `permits` says what the socket may
   * subscribe to.
   */
  connect(id: string, socket: WebSocket, permits: ChannelOfSocket['permits'] = () => true): void {
    const channel = this.#channels.get(id);
    if (channel === undefined) return;
    channel.lastUse = ++this.#uses;
    const { socket: earlier } = channel;
    channel.socket = socket;
    channel.wire = this.#wireTo(socket);
    earlier?.close(1000, 'replaced');
    answerOn(socket, {
      isAlive: () => this.has(id),
      permits,
      subscribe: (topics) => this.subscribe(id, topics, false),
    });
    socket.once('close', () => {
      if (channel.socket === socket) this.#remove(channel);
    });
  }

  /** Sends an event on every channel with the topic. `eventBody` is called only when there is such a channel. */
  publish(topicName: string, eventBody: () => unknown): void {
    const subscribers = this.#byTopic.get(topicName);
    if (subscribers === undefined) return;
    const metadata = { CorrelationId: this.#ids.next() };
    const frame: NotificationFrame = { topicName, version: '2', eventBody: eventBody(), metadata };
    const text = JSON.stringify(frame);
    for (const { wire } of subscribers) wire?.send(text);
  }

  /** Whether a channel has the topic. */
  hasSubscribers(topicName: string): boolean {
    return this.#byTopic.has(topicName);
  }

  /** Sends the heartbeat on every channel. Call it every 30 seconds. */
  heartbeat(): void {
    const text = JSON.stringify(HEARTBEAT);
    for (const { wire } of this.#channels.values()) wire?.send(text);
  }

  /** Removes channels that have expired by now (Unix ms), and warns those that expire within the minute. */
  expire(nowMs: number): void {
    for (const channel of this.#channels.values()) {
      if (channel.expiresAtMs <= nowMs) this.#remove(channel);
      else if (channel.expiresAtMs - nowMs <= WARNING_MS && !channel.warned && channel.wire !== undefined) {
        channel.warned = true;
        channel.wire.send(JSON.stringify(CLOSING));
      }
    }
  }

  #remove(channel: Channel): void {
    for (const topic of channel.topics) this.#unsubscribe(channel, topic);
    this.#channels.delete(channel.id);
    this.#byUser.get(channel.userId)?.delete(channel);
    const { socket } = channel;
    channel.socket = undefined;
    channel.wire = undefined;
    socket?.close(1000, 'channel removed');
  }

  #unsubscribe(channel: Channel, topic: string): void {
    channel.topics.delete(topic);
    const subscribers = this.#byTopic.get(topic);
    subscribers?.delete(channel);
    if (subscribers?.size === 0) this.#byTopic.delete(topic);
  }
}

function leastRecentlyUsed(channels: Iterable<Channel>): Channel {
  const [first] = [...channels].sort(
    (a, b) => Number(a.socket !== undefined) - Number(b.socket !== undefined) || a.lastUse - b.lastUse,
  );
  if (first === undefined) throw new Error('no channel');
  return first;
}

function toWire({ id, connectUri, expiresAtMs }: Channel): NotificationChannel {
  return { id, connectUri, expires: new Date(expiresAtMs).toISOString() };
}
