import type { NotificationChannel, NotificationFrame } from '@headroom/genesys-wire/platform';
import type { WebSocket } from 'ws';
import type { Ids } from '../ids.ts';
import { type ChannelSocket, speak } from './socket.ts';

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
  /** Frames to the socket go this way. */
  line: Wire | undefined;
  expiresAtMs: number;
  warned: boolean;
  /** Counts up with every use of any channel. */
  used: number;
}

const WARNED_MS = 60_000;
/** The 21st of a user removes the one that was used least lately, unconnected ones first. */
const CHANNELS_A_USER = 20;
export const TOPICS_A_CHANNEL = 1_000;
const HEARTBEAT: NotificationFrame = { topicName: 'channel.metadata', eventBody: { message: 'WebSocket Heartbeat' } };
const CLOSING: NotificationFrame = { topicName: 'v2.system.socket_closing', eventBody: {} };

/** The notification service (genesys.md section 2.4). */
export class Channels {
  readonly #channels = new Map<string, Channel>();
  readonly #byUser = new Map<string, Set<Channel>>();
  readonly #byTopic = new Map<string, Set<Channel>>();
  readonly #lineTo: (socket: WebSocket) => Wire;
  readonly #lifeMs: () => number;
  readonly #ids: Ids;
  #uses = 0;

  /** `lifeMs` is how long a channel lives from its last subscription on. */
  constructor(ids: Ids, lineTo: (socket: WebSocket) => Wire, lifeMs: () => number) {
    this.#ids = ids;
    this.#lineTo = lineTo;
    this.#lifeMs = lifeMs;
  }

  create(userId: string, address: string, nowMs = Date.now()): NotificationChannel {
    const id = `streaming-0-${this.#ids.next()}`;
    const channel: Channel = {
      id,
      userId,
      connectUri: `ws://${address}/channels/${id}`,
      topics: new Set(),
      socket: undefined,
      line: undefined,
      expiresAtMs: nowMs + this.#lifeMs(),
      warned: false,
      used: ++this.#uses,
    };
    const own = this.#byUser.get(userId) ?? new Set();
    this.#byUser.set(userId, own);
    if (own.size >= CHANNELS_A_USER) this.#remove(leastUsed(own));
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

  /** Adds topics, or replaces what was there; the channel lives a day from then on. */
  subscribe(id: string, topics: readonly string[], replace: boolean, nowMs = Date.now()): void {
    const channel = this.#channels.get(id);
    if (channel === undefined) return;
    channel.used = ++this.#uses;
    channel.expiresAtMs = nowMs + this.#lifeMs();
    channel.warned = false;
    if (replace) for (const topic of channel.topics) this.#drop(channel, topic);
    for (const topic of topics) {
      channel.topics.add(topic);
      const listeners = this.#byTopic.get(topic) ?? new Set();
      this.#byTopic.set(topic, listeners.add(channel));
    }
  }

  /** One socket a channel: a second one ends the first. What it may subscribe to is for `permits` to say. */
  connect(id: string, socket: WebSocket, permits: ChannelSocket['permits'] = () => true): void {
    const channel = this.#channels.get(id);
    if (channel === undefined) return;
    channel.used = ++this.#uses;
    const { socket: replaced } = channel;
    channel.socket = socket;
    channel.line = this.#lineTo(socket);
    replaced?.close(1000, 'replaced');
    speak(socket, {
      alive: () => this.has(id),
      permits,
      subscribe: (topics) => this.subscribe(id, topics, false),
    });
    socket.once('close', () => {
      if (channel.socket === socket) this.#remove(channel);
    });
  }

  /** Tells every listener; `eventBody` is made only when there is one. */
  publish(topicName: string, eventBody: () => unknown): void {
    const listeners = this.#byTopic.get(topicName);
    if (listeners === undefined) return;
    const metadata = { CorrelationId: this.#ids.next() };
    const frame: NotificationFrame = { topicName, version: '2', eventBody: eventBody(), metadata };
    const text = JSON.stringify(frame);
    for (const { line } of listeners) line?.send(text);
  }

  /** Whether anybody listens to a topic. */
  isHeard(topicName: string): boolean {
    return this.#byTopic.has(topicName);
  }

  /** Every 30 seconds. */
  heartbeat(): void {
    const text = JSON.stringify(HEARTBEAT);
    for (const { line } of this.#channels.values()) line?.send(text);
  }

  /** Ends channels whose life is over (ms), and warns those that end within the minute. */
  expire(nowMs: number): void {
    for (const channel of this.#channels.values()) {
      if (channel.expiresAtMs <= nowMs) this.#remove(channel);
      else if (channel.expiresAtMs - nowMs <= WARNED_MS && !channel.warned && channel.line !== undefined) {
        channel.warned = true;
        channel.line.send(JSON.stringify(CLOSING));
      }
    }
  }

  #remove(channel: Channel): void {
    for (const topic of channel.topics) this.#drop(channel, topic);
    this.#channels.delete(channel.id);
    this.#byUser.get(channel.userId)?.delete(channel);
    const { socket } = channel;
    channel.socket = undefined;
    channel.line = undefined;
    socket?.close(1000, 'channel removed');
  }

  #drop(channel: Channel, topic: string): void {
    channel.topics.delete(topic);
    const listeners = this.#byTopic.get(topic);
    listeners?.delete(channel);
    if (listeners?.size === 0) this.#byTopic.delete(topic);
  }
}

function leastUsed(channels: Iterable<Channel>): Channel {
  const [first] = [...channels].sort(
    (a, b) => Number(a.socket !== undefined) - Number(b.socket !== undefined) || a.used - b.used,
  );
  if (first === undefined) throw new Error('no channel');
  return first;
}

function toWire({ id, connectUri, expiresAtMs }: Channel): NotificationChannel {
  return { id, connectUri, expires: new Date(expiresAtMs).toISOString() };
}
