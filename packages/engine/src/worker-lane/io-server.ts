import type { HttpReply } from '../ports/http.ts';
import type { Cancellable, Io, IoCaller, Traffic } from '../ports/io.ts';
import type { WsConnection, WsEvents } from '../ports/websocket.ts';
import type { IoEvent, IoRequest, ToWorker } from './protocol.ts';

/** Does the I/O of one worker in the main thread, and counts its bytes. */
export class IoServer {
  readonly #io: Io;
  readonly #caller: IoCaller;
  readonly #post: (message: ToWorker) => void;
  readonly #running = new Map<number, Cancellable>();
  readonly #sockets = new Map<number, WsConnection>();

  constructor(io: Io, vuId: number, post: (message: ToWorker) => void) {
    this.#io = io;
    this.#caller = { vuId, traffic: { sent: 0, received: 0 } };
    this.#post = post;
  }

  serve(request: IoRequest): void {
    switch (request.type) {
      case 'after':
        this.#running.set(
          request.id,
          this.#io.after(request.delayMs, () => this.#last(request.id, 'fired', undefined)),
        );
        break;
      case 'exchange': {
        // A view would be sent with the whole buffer that connections share, so the bytes are copied.
        const done = (reply: HttpReply) =>
          this.#last(request.id, 'replied', { ...reply, body: Uint8Array.from(reply.body) });
        this.#running.set(request.id, this.#io.exchange(request.request, done, this.#caller));
        break;
      }
      case 'connect':
        this.#sockets.set(request.id, this.#io.connect(request.request, this.#events(request.id), this.#caller));
        break;
      case 'send':
        this.#sockets.get(request.id)?.send(request.opcode, request.payload);
        break;
      case 'stop':
        this.#running.get(request.id)?.cancel();
        this.#sockets.get(request.id)?.destroy();
        this.#delete(request.id);
        break;
      case 'forget':
        this.#io.forget(this.#caller.vuId);
        break;
    }
  }

  /** Takes the bytes sent or received since the last call. */
  takeTraffic(way: keyof Traffic): number {
    const { traffic } = this.#caller;
    const bytes = traffic[way];
    traffic[way] = 0;
    return bytes;
  }

  /** Bytes of a socket that are not yet handed to the system. */
  buffered(id: number): number {
    return this.#sockets.get(id)?.buffered ?? 0;
  }

  /** Ends all operations that the worker has left open. */
  dispose(): void {
    for (const running of this.#running.values()) running.cancel();
    for (const socket of this.#sockets.values()) socket.destroy();
    this.#running.clear();
    this.#sockets.clear();
    this.#io.forget(this.#caller.vuId);
  }

  #events(id: number): WsEvents {
    return {
      opened: (reply) => this.#event(id, 'opened', reply),
      refused: (reply) => this.#last(id, 'refused', reply),
      failed: (error) => this.#last(id, 'failed', error),
      text: (data) => this.#event(id, 'text', data),
      binary: (data) => this.#event(id, 'binary', Uint8Array.from(data)),
      ping: () => this.#event(id, 'ping', undefined),
      pong: (payload) => this.#event(id, 'pong', payload),
      ended: (end) => this.#last(id, 'ended', end),
    };
  }

  #last(id: number, event: IoEvent, value: unknown): void {
    this.#delete(id);
    this.#event(id, event, value);
  }

  #delete(id: number): void {
    this.#running.delete(id);
    this.#sockets.delete(id);
  }

  #event(id: number, event: IoEvent, value: unknown): void {
    this.#post({ type: 'io', id, event, value });
  }
}
