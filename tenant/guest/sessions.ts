import type { WebSocket } from 'ws';
import type { ServerFrame } from '../../lib/messaging/wire.ts';
import type { Conversation } from '../conversations/conversation.ts';

/** A guest session: what the token stands for, across its sockets. */
export interface Session {
  readonly token: string;
  readonly deploymentId: string;
  readonly sockets: Set<WebSocket>;
  conversation: Conversation | undefined;
  readonly past: Conversation[];
}

export class Sessions {
  readonly #byToken = new Map<string, Session>();

  get(token: string): Session | undefined {
    return this.#byToken.get(token);
  }

  create(token: string, deploymentId: string): Session {
    const session: Session = { token, deploymentId, sockets: new Set(), conversation: undefined, past: [] };
    this.#byToken.set(token, session);
    return session;
  }
}

export function sendTo(session: Session, frame: ServerFrame): void {
  const text = JSON.stringify(frame);
  for (const socket of session.sockets) socket.send(text);
}
