import type {
  Conversation,
  NotificationChannel,
  NotificationFrame,
  RoutingStatusEvent,
} from '@headroom/genesys-wire/platform';
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'k6/timers';
import { WebSocket } from 'k6/websockets';
import { backoffMs } from '../../base/backoff.ts';
import type { Random } from '../../base/random.ts';
import type { PlatformClient } from '../../genesys/platform/client.ts';
import type { RetryPlan } from '../../plan/schema.ts';

/** k6 before 2.3 has no constants on WebSocket (k6.md section 2a). */
const OPEN = 1;
/** The server's heartbeat comes each 30 s; ours shows a half-open connection. */
const PING_MS = 30_000;
/** A socket that is lost sooner, and over which nothing came, was as good as refused. */
const LASTS_MS = 30_000;

export interface ChannelEvents {
  /** Notifications arrive from now on: what happened before must be read from the API. */
  connected(): void;
  conversation(conversation: Conversation): void;
  /** An alert went unanswered: nothing more is routed here until the status is cleared. */
  notResponding(): void;
  /** The socket is gone, and is opened anew while `wanted`. */
  disconnected(): void;
}

/**
 * An agent's notification channel: created, connected, subscribed to the agent's own conversations, and opened anew
 * when it is lost. Source: genesys.md section 2.4.
 */
export class NotificationsChannel {
  readonly #client: Pick<PlatformClient, 'call'>;
  readonly #userId: string;
  readonly #retry: RetryPlan;
  readonly #random: Random;
  readonly #events: ChannelEvents;
  #socket: WebSocket | undefined;
  #wanted = true;
  #givenUp = () => {};
  readonly #closed: Promise<void>;
  /** A notification has come over the latest socket. */
  #notified = false;

  constructor(
    client: Pick<PlatformClient, 'call'>,
    userId: string,
    retry: RetryPlan,
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

  /** No longer than the channel is wanted, its timer too: a pending one keeps the iteration from ending. */
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
    // Closing a socket that is still connecting can block a VU for good (k6.md section 11): it closes once open.
    if (this.#socket?.readyState === OPEN) this.#socket.close(1000);
  }

  /** Until the socket is gone. True when it worked: it lasted, or something came over it. */
  async #connectOnce(): Promise<boolean> {
    const created = await this.#client.call<NotificationChannel>(
      'POST',
      '/api/v2/notifications/channels',
      '/api/v2/notifications/channels',
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
        // A close event follows; without a listener k6 would be silent about a refusal.
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
    const frame = parseFrame(text);
    if (frame?.topicName === `v2.users.${this.#userId}.conversations`) {
      this.#notified = true;
      this.#events.conversation(frame.eventBody as Conversation);
    } else if (frame?.topicName === `v2.users.${this.#userId}.routingStatus`) {
      this.#notified = true;
      const { routingStatus } = frame.eventBody as RoutingStatusEvent;
      if (routingStatus.status === 'NOT_RESPONDING') this.#events.notResponding();
    }
  }
}

function parseFrame(text: string): NotificationFrame | undefined {
  try {
    return JSON.parse(text) as NotificationFrame;
  } catch {
    return undefined;
  }
}
