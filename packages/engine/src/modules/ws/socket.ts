import { Opcode } from '../../net/ws-frames.ts';
import type { Cancellable } from '../../ports/io.ts';
import type { Host } from '../../vu/host.ts';
import { bytesOf } from '../common/bytes.ts';

export type Handler = (...values: unknown[]) => unknown;
const events = ['open', 'message', 'binaryMessage', 'ping', 'pong', 'close', 'error'];

/** What a socket object can ask of its session. */
export interface SocketCommands {
  /** Adds a handler of an event. */
  listen(event: string, handler: Handler): void;
  sendData(opcode: number, payload: string | Uint8Array): void;
  sendPing(): void;
  close(code: number): void;
  timer(kind: 'setTimeout' | 'setInterval', handler: unknown, delayMs: number): void;
}

/** The socket object that the callback of `ws.connect` gets. */
export class Socket {
  readonly #host: Host;
  readonly #session: SocketCommands;

  constructor(host: Host, session: SocketCommands) {
    this.#host = host;
    this.#session = session;
  }

  on(event: unknown, handler: unknown): void {
    if (typeof handler !== 'function') throw this.#host.typeError('socket.on needs a function');
    if (events.includes(String(event))) this.#session.listen(String(event), handler as Handler);
  }

  send(message: unknown): void {
    this.#session.sendData(Opcode.text, String(message));
  }

  sendBinary(message: unknown): void {
    const bytes = bytesOf(message);
    if (!bytes) throw this.#host.typeError('expected ArrayBuffer as argument');
    this.#session.sendData(Opcode.binary, bytes);
  }

  ping(): void {
    this.#session.sendPing();
  }

  close(code?: unknown): void {
    this.#session.close(code === undefined ? 1001 : Number(code));
  }

  setTimeout(handler: unknown, delayMs: unknown): void {
    this.#session.timer('setTimeout', handler, Number(delayMs));
  }

  setInterval(handler: unknown, delayMs: unknown): void {
    this.#session.timer('setInterval', handler, Number(delayMs));
  }
}

/** The timers of a socket. A script cannot cancel them; they end with the socket. */
export class SocketTimers {
  readonly #running = new Set<Cancellable>();
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  start(repeat: boolean, delayMs: number, fire: () => void): void {
    const handle = this.#host.io.after(delayMs, () => {
      this.#running.delete(handle);
      if (repeat) this.start(repeat, delayMs, fire);
      fire();
    });
    this.#running.add(handle);
  }

  stop(): void {
    for (const handle of this.#running) handle.cancel();
    this.#running.clear();
  }
}
