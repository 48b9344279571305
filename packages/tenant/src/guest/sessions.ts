import type { ServerFrame } from '@headroom/genesys-wire/guest';
import type { Conversation } from '../conversations/conversation.ts';
import type { TenantRecord } from '../record/record.ts';

/** A session's socket, as the session sees it. */
export interface Connection {
  /** Its number in the record. */
  readonly connection: number;
  /** A frame that is no answer: its place among others is not promised. */
  send(frame: string): void;
  close(code: number): void;
}

/** A guest session: what the token stands for, across its sockets. */
export interface Session {
  readonly token: string;
  readonly deploymentId: string;
  readonly sockets: Set<Connection>;
  conversation: Conversation | undefined;
  readonly past: Conversation[];
  /** It takes no more messages: closed by the guest, or ended by an agent where the deployment makes that final. */
  readOnly: boolean;
  expired: boolean;
  /** Moves with each message (ms). */
  expiresAtMs: number;
}

export class Sessions {
  readonly #byToken = new Map<string, Session>();

  get(token: string): Session | undefined {
    return this.#byToken.get(token);
  }

  create(token: string, deploymentId: string, expiresAtMs: number): Session {
    const session: Session = {
      token,
      deploymentId,
      sockets: new Set(),
      conversation: undefined,
      past: [],
      readOnly: false,
      expired: false,
      expiresAtMs,
    };
    this.#byToken.set(token, session);
    return session;
  }

  /** Takes out those whose time is over. */
  expire(nowMs: number): Session[] {
    const expired: Session[] = [];
    for (const session of this.#byToken.values()) {
      if (session.expiresAtMs > nowMs) continue;
      session.expired = true;
      this.#byToken.delete(session.token);
      expired.push(session);
    }
    return expired;
  }
}

const connectionClosed: ServerFrame = { type: 'message', class: 'ConnectionClosedEvent', code: 200, body: {} };

export function sendTo(session: Session, frame: ServerFrame): void {
  const text = JSON.stringify(frame);
  for (const socket of session.sockets) socket.send(text);
}

/** Tells a connection that its part in the session is over; no reason is given when it is the limit, or a close or a clear. */
export function dismiss(socket: Connection, record: TenantRecord): void {
  record.add({ kind: 'connection-dismissed', connection: socket.connection });
  socket.send(JSON.stringify(connectionClosed));
}

/** Ends one of a session's connections. */
export function evict(session: Session, socket: Connection, record: TenantRecord): void {
  session.sockets.delete(socket);
  dismiss(socket, record);
  socket.close(1000);
}
