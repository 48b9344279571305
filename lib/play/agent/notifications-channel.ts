import type {
  Conversation,
  NotificationChannel,
  NotificationFrame,
  RoutingStatusEvent,
} from '@headroom/genesys-wire/platform';
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'k6/timers';
import { WebSocket } from 'k6/websockets';
import type { Retries } from '../../base/backoff.ts';
import { backoffMs } from '../../base/backoff.ts';
import type { Random } from '../../base/random.ts';
import { CHANNEL, CONVERSATION, ROUTING_STATUS } from '../../genesys/platform/answer-shapes.ts';
import type { UnexpectedAnswer } from '../../genesys/platform/api-call.ts';
import type { PlatformClient } from '../../genesys/platform/client.ts';
import { misfit, parseBody, type Shape } from '../../genesys/platform/shape.ts';

/** k6 before 2.3 has no constants on WebSocket (docs/facts/k6.md section 2a). */
const OPEN = 1;
/** The server sends a heartbeat each 30 s. Our own ping shows whether a connection is half-open. */
const PING_MS = 30_000;
/** A socket that is lost sooner than this (ms), and over which nothing came, counts as refused. */
const LASTS_MS = 30_000;

export interface ChannelEvents {
  /** The channel is open and subscribed. What happened before this must be read from the API. */
  connected(): void;
  conversation(conversation: Conversation): void;
  /** The agent missed an alert and became NOT_RESPONDING. Nothing more is routed to it until the status is cleared. */
  notResponding(): void;
  /** The socket is closed. It is opened anew while the channel is wanted. */
  disconnected(): void;
  /** A notification cannot be read. */
  unexpected(answer: UnexpectedAnswer): void;
}

/**
 * An agent's notification channel. It is created, connected and subscribed to the agent's conversations, and opened
 * anew when it is lost. Source: docs/facts/genesys.md section 2.4.
 */
export class NotificationsChannel {
  readonly #client: Pick<PlatformClient, 'call'>;
  readonly #userId: string;
  readonly #retry: Retries;
  readonly #random: Random;
  readonly #events: ChannelEvents;
  #socket: WebSocket | undefined;
  #wanted = true;
  #givenUp = () => {};
  readonly #closed: Promise<void>;
  /** A notification came over the latest socket. */
  #notified = false;

  constructor(
    client: Pick<PlatformClient, 'call'>,
    userId: string,
    retry: Retries,
    random: Random,
    events: ChannelEvents,
  ) {
    this.#client = client;
    this.#userId = userId;
    this.#retry = retry;
    this.#random = random;
    this.#events = events;
    this.#closed = new Promise((resolve) => {
      this.#givenUp = resolve;
    });
  }

  /** Resolves once the channel is closed for good, or when the retries are used up. */
  async stayConnected(): Promise<void> {
    for (let failures = 0; this.#wanted; ) {
      const worked = await this.#connectOnce();
      failures = worked ? 1 : failures + 1;
      if (!this.#wanted || failures > this.#retry.attempts) return;
      await this.#pause(backoffMs(this.#retry, failures, this.#random()));
    }
  }

  /**
   * Waits, at most while the channel is wanted. The timer is cancelled then, since a pending timer keeps the
   * iteration from ending.
   */
  async #pause(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([over, this.#closed]);
    if (timer !== undefined) clearTimeout(timer);
  }

  close(): void {
    this.#wanted = false;
    this.#givenUp();
    // In k6, closing a socket that is still connecting can block a VU for good (docs/facts/k6.md section 11). So it
    // is closed once it is open.
    if (this.#socket?.readyState === OPEN) this.#socket.close(1000);
  }

  /**
   * Resolves when the socket is closed: true if it worked, which means that it lasted or that something came over it.
   */
  async #connectOnce(): Promise<boolean> {
    const created = await this.#client.call<NotificationChannel>(
      'POST',
      '/api/v2/notifications/channels',
      '/api/v2/notifications/channels',
      undefined,
      { reads: CHANNEL },
    );
    if (!created.ok || !this.#wanted) return false;
    const topics = ['conversations', 'routingStatus'].map((topic) => ({ id: `v2.users.${this.#userId}.${topic}` }));
    const subscribed = await this.#client.call(
      'PUT',
      '/api/v2/notifications/channels/:id/subscriptions',
      `/api/v2/notifications/channels/${created.body.id}/subscriptions`,
      topics,
    );
    if (!subscribed.ok || !this.#wanted) return false;
    return await this.#listen(created.body.connectUri);
  }

  #listen(connectUri: string): Promise<boolean> {
    return new Promise((resolve) => {
      let openedAtMs: number | undefined;
      this.#notified = false;
      let pings: ReturnType<typeof setInterval> | undefined;
      const socket = new WebSocket(connectUri, null, { tags: { name: 'notifications' } });
      this.#socket = socket;
      socket.addEventListener('open', () => {
        openedAtMs = Date.now();
        if (!this.#wanted) {
          socket.close(1000);
          return;
        }
        pings = setInterval(() => {
          if (socket.readyState === OPEN) socket.send('{"message":"ping"}');
        }, PING_MS);
        this.#events.connected();
      });
      socket.addEventListener('message', (event) => {
        if ('data' in event && typeof event.data === 'string') this.#received(event.data);
      });
      socket.addEventListener('error', () => {
        // A close event follows. Without this listener k6 would not report a refusal.
      });
      socket.addEventListener('close', () => {
        if (pings !== undefined) clearInterval(pings);
        this.#socket = undefined;
        if (openedAtMs !== undefined) this.#events.disconnected();
        resolve(openedAtMs !== undefined && (this.#notified || Date.now() - openedAtMs >= LASTS_MS));
      });
    });
  }

  #received(text: string): void {
    const { topicName, eventBody } = parseFrame(text) ?? {};
    const of = `v2.users.${this.#userId}.`;
    if (topicName === undefined || !topicName.startsWith(of)) return;
    const topic = topicName.slice(of.length);
    this.#notified = true;
    if (topic === 'conversations') {
      if (this.#fits(topic, CONVERSATION, eventBody)) this.#events.conversation(eventBody as Conversation);
    } else if (topic === 'routingStatus' && this.#fits(topic, ROUTING_STATUS, eventBody)) {
      const { routingStatus } = eventBody as RoutingStatusEvent;
      if (routingStatus.status === 'NOT_RESPONDING') this.#events.notResponding();
    }
  }

  #fits(topic: string, shape: Shape, eventBody: unknown): boolean {
    const why = misfit(shape, eventBody);
    if (why !== undefined) this.#events.unexpected({ kind: 'unexpected-answer', name: `v2.users.:id.${topic}`, why });
    return why === undefined;
  }
}

function parseFrame(text: string): Partial<NotificationFrame> | undefined {
  try {
    const frame = parseBody(text);
    return typeof frame === 'object' && frame !== null ? frame : undefined;
  } catch {
    return undefined;
  }
}
