import ws, { type Socket } from 'k6/ws';
import { retryAfterMs } from '../base/backoff.ts';
import { blocking } from './blocking.ts';
import type { Transport, Wire } from './connection.ts';

/**
 * The `exact` transport: one session a VU on `k6/ws`, which alone shows the status and headers of a refused upgrade
 * (docs/facts/k6.md section 2e). Its timers cannot be cancelled, so a connection has one interval.
 */
export const exact: Transport = async (address, tickMs, connection) => {
  let opened = false;
  const params = { headers: { ...address.headers }, tags: { name: address.name } };
  const response = await blocking(
    ws.connect(address.url, params, (socket: Socket) => {
      let closing = false;
      const wire: Wire = {
        send: (frame) => socket.send(frame),
        close: (code) => {
          closing = true;
          socket.close(code);
        },
      };
      socket.on('open', () => {
        opened = true;
        connection.opened(wire);
        if (closing) return;
        let dueMs = Date.now() + tickMs;
        socket.setInterval(() => {
          if (closing) return;
          const nowMs = Date.now();
          connection.tick(Math.max(0, nowMs - dueMs));
          dueMs = nowMs + tickMs;
        }, tickMs);
      });
      socket.on('message', (text) => {
        if (!closing) connection.received(text);
      });
      socket.on('close', () => {
        closing = true;
      });
      socket.on('error', () => {
        // Without a listener k6 would log the error. The outcome of the connection says the same.
      });
    }),
  );
  if (opened) return { kind: 'closed' };
  // The types say that there is always a status; a dial that failed has 0.
  if (response.status === 0) return { kind: 'failed', error: response.error || 'no answer' };
  const { status, body } = response;
  const headers = inLowerCase(response.headers);
  const waitMs = retryAfterMs(headers['retry-after'], Date.now());
  return { kind: 'refused', status, retryAfterMs: waitMs, headers, body: String(body ?? '') };
};

function inLowerCase(headers: Readonly<Record<string, string>> | null): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
