import ws, { type Socket } from 'k6/ws';
import type { Wire } from '../messaging/session.ts';
import { retryAfterMs } from '../pacing/backoff.ts';
import { blocking } from './blocking.ts';

/**
 * The `exact` transport: one session a VU on `k6/ws`, which alone shows the status, headers and body of a refused
 * upgrade (k6.md section 2e). Inside its handlers no promise and no global timer makes progress, so what it drives is
 * synchronous; its timers cannot be cancelled, so a connection has one interval.
 */

export interface Connection {
  /** The socket is open. */
  opened(wire: Wire): void;
  received(text: string): void;
  tick(): void;
}

export type Ended =
  | { readonly kind: 'closed'; readonly code: number | undefined }
  /** HTTP answered something else than 101. `body` is its first 1,024 bytes. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly body: string;
      readonly retryAfterMs: number | undefined;
    }
  /** Nothing answered: TCP, TLS, DNS or a timeout. */
  | { readonly kind: 'failed'; readonly error: string };

export interface Address {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Fixed metric tag, so that no id ends up in a metric. */
  readonly name: string;
}

/** Opens a socket and stays until it is closed. `tickMs` is how often `tick` is called. */
export async function connect(address: Address, tickMs: number, connection: Connection): Promise<Ended> {
  let code: number | undefined;
  let opened = false;
  const params = { headers: { ...address.headers }, tags: { name: address.name } };
  const response = await blocking(
    ws.connect(address.url, params, (socket: Socket) => {
      let closing = false;
      const wire: Wire = {
        send: (frame) => socket.send(frame),
        close: (closeCode) => {
          closing = true;
          socket.close(closeCode);
        },
      };
      socket.on('open', () => {
        opened = true;
        connection.opened(wire);
        socket.setInterval(() => {
          if (!closing) connection.tick();
        }, tickMs);
      });
      socket.on('message', (text) => {
        if (!closing) connection.received(text);
      });
      socket.on('close', (closeCode) => {
        closing = true;
        code = closeCode as number | undefined;
      });
      socket.on('error', () => {
        // Without a listener k6 would only log it; what counts is how the connection ended.
      });
    }),
  );
  if (opened) return { kind: 'closed', code };
  const status = response.status as number | undefined;
  if (status === undefined || status === 0) return { kind: 'failed', error: response.error || 'no answer' };
  return {
    kind: 'refused',
    status,
    body: response.body,
    retryAfterMs: retryAfterMs(header(response.headers, 'retry-after'), Date.now()),
  };
}

function header(headers: Readonly<Record<string, string>> | null, name: string): string | undefined {
  for (const [key, value] of Object.entries(headers ?? {})) if (key.toLowerCase() === name) return value;
  return undefined;
}
