import type { ServerFrame } from '@headroom/genesys-wire/guest';
import type { Conversation } from '../conversations/conversation.ts';
import type { TenantRecord } from '../record/record.ts';
import type { GuestIdentity } from '../sign-in/guest-sign-ins.ts';

/** A guest's socket, as its session and the org see it. */
export interface GuestConnection {
  /** Its number in the record. */
  readonly connection: number;
  /** Sends a frame that answers nothing. It may be overtaken by the next one (`shuffledShare`). */
  send(frame: string): void;
  /** Ends the connection without a closing handshake. */
  cut(): void;
  close(code: number): void;
  /** Sends a frame that is held back, and closes the socket where it was idle for too long. `nowMs` is Unix time. */
  sweep(nowMs: number): void;
}

/** What a guest's token stands for, across its sockets. */
export interface StoredSession {
  readonly token: string;
  readonly deploymentId: string;
  readonly sockets: Set<GuestConnection>;
  /** Who the guest is; undefined while it is anonymous. */
  identity: GuestIdentity | undefined;
  conversation: Conversation | undefined;
  /** Its earlier conversations, oldest first. */
  readonly past: Conversation[];
  /**
   * Whether it takes no messages any more: the guest closed it, or an agent ended it and the deployment makes that
   * final.
   */
  readOnly: boolean;
  expired: boolean;
  /** Unix time (ms); each message moves it. */
  expiresAtMs: number;
}

export class StoredSessions {
  readonly #byToken = new Map<string, StoredSession>();

  get(token: string): StoredSession | undefined {
    return this.#byToken.get(token);
  }

  create(token: string, deploymentId: string, expiresAtMs: number): StoredSession {
    const session: StoredSession = {
      token,
      deploymentId,
      sockets: new Set(),
      identity: undefined,
      conversation: undefined,
      past: [],
      readOnly: false,
      expired: false,
      expiresAtMs,
    };
    this.#byToken.set(token, session);
    return session;
  }

  all(): Iterable<StoredSession> {
    return this.#byToken.values();
  }

  /** Takes out the sessions that have expired by now (Unix ms). */
  takeExpired(nowMs: number): StoredSession[] {
    const expired: StoredSession[] = [];
    for (const session of this.#byToken.values()) {
      if (session.expiresAtMs > nowMs) continue;
      session.expired = true;
      this.#byToken.delete(session.token);
      expired.push(session);
    }
    return expired;
  }
}

const CONNECTION_CLOSED: ServerFrame = { type: 'message', class: 'ConnectionClosedEvent', code: 200, body: {} };

/** Sends a frame on every socket of a session. */
export function sendTo(session: StoredSession, frame: ServerFrame): void {
  const text = JSON.stringify(frame);
  for (const socket of session.sockets) socket.send(text);
}

/**
 * Tells a socket with ConnectionClosedEvent that the session is over for it. Genesys gives a reason only where another
 * socket has signed in.
 */
export function sendConnectionClosed(socket: GuestConnection, record: TenantRecord, reason?: 'signedIn'): void {
  record.add({ kind: 'connection-dismissed', connection: socket.connection });
  socket.send(JSON.stringify(reason === undefined ? CONNECTION_CLOSED : { ...CONNECTION_CLOSED, body: { reason } }));
}

/** Takes a socket out of its session, tells it, and closes it. */
export function evict(
  session: StoredSession,
  socket: GuestConnection,
  record: TenantRecord,
  reason?: 'signedIn',
): void {
  session.sockets.delete(socket);
  sendConnectionClosed(socket, record, reason);
  socket.close(1000);
}
