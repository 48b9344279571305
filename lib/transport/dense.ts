import { WebSocket } from 'k6/websockets';
import type { Transport, Wire } from './connection.ts';
import { alarmFor } from './vu-timer.ts';

/** k6's error message for an upgrade that HTTP answered with anything but 101 (docs/facts/k6.md section 2b). */
const REFUSED = 'websocket: bad handshake';
/** k6 before 2.3 has no constants on WebSocket. */
const OPEN = 1;

/**
 * The `dense` transport: many sessions a VU on `k6/websockets`, which costs far less memory a session and cannot see
 * why an upgrade was refused.
 */
export const dense: Transport = (address, _tickMs, connection) =>
  new Promise((resolve) => {
    let opened = false;
    let error = 'no answer';
    const socket = new WebSocket(address.url, null, {
      headers: { ...address.headers },
      tags: { name: address.name },
    });
    const turn = (lateMs: number) => {
      if (socket.readyState === OPEN) alarm.set(connection.tick(lateMs));
    };
    const alarm = alarmFor(turn);
    const wire: Wire = {
      send: (frame) => {
        if (socket.readyState === OPEN) socket.send(frame);
      },
      close: (code) => {
        alarm.stop();
        if (socket.readyState === OPEN) socket.close(code);
      },
    };
    socket.addEventListener('open', () => {
      opened = true;
      connection.opened(wire);
      turn(0);
    });
    socket.addEventListener('message', (event) => {
      if (!('data' in event) || typeof event.data !== 'string' || socket.readyState !== OPEN) return;
      connection.received(event.data);
      turn(0);
    });
    socket.addEventListener('error', (event) => {
      if ('error' in event) error = String(event.error);
    });
    socket.addEventListener('close', () => {
      alarm.stop();
      if (opened) resolve({ kind: 'closed' });
      else if (error === REFUSED)
        resolve({ kind: 'refused', status: undefined, retryAfterMs: undefined, body: undefined });
      else resolve({ kind: 'failed', error });
    });
  });
