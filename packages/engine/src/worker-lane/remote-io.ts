import type { HttpExchange, HttpReply } from '../ports/http.ts';
import type { Cancellable, Io } from '../ports/io.ts';
import type { WsConnection, WsEnd, WsEvents, WsReply, WsRequest } from '../ports/websocket.ts';
import type { Channel } from './channel.ts';
import type { IoEvent, IoRequest } from './protocol.ts';

type OnEvent = (event: IoEvent, value: unknown) => void;

/** Events that other events of the same operation may follow. */
const repeated: readonly IoEvent[] = ['opened', 'text', 'binary', 'ping', 'pong'];

/** The I/O port of a worker: the main thread does the I/O. */
export class RemoteIo implements Io {
  readonly #channel: () => Channel;
  readonly #waiting = new Map<number, OnEvent>();
  #next = 0;

  constructor(channel: () => Channel) {
    this.#channel = channel;
  }

  /** Passes on an event that the main thread reports. */
  event(id: number, event: IoEvent, value: unknown): void {
    const onEvent = this.#waiting.get(id);
    if (!repeated.includes(event)) this.#waiting.delete(id);
    onEvent?.(event, value);
  }

  after(delayMs: number, callback: () => void): Cancellable {
    return this.#start((id) => ({ type: 'after', id, delayMs }), callback);
  }

  exchange(request: HttpExchange, done: (reply: HttpReply) => void): Cancellable {
    return this.#start(
      (id) => ({ type: 'exchange', id, request }),
      (_event, reply) => done(reply as HttpReply),
    );
  }

  connect(request: WsRequest, events: WsEvents): WsConnection {
    const channel = this.#channel;
    const { id, cancel } = this.#start(
      (id) => ({ type: 'connect', id, request }),
      (event, value) => socketEvent(events, event, value),
    );
    return {
      get buffered() {
        return channel().ask({ bufferedOf: id }) as number;
      },
      send: (opcode, payload) => channel().post({ type: 'send', id, opcode, payload }),
      destroy: cancel,
    };
  }

  forget(): void {
    this.#channel().post({ type: 'forget' });
  }

  #start(ask: (id: number) => IoRequest, onEvent: OnEvent): Cancellable & { readonly id: number } {
    this.#next += 1;
    const id = this.#next;
    this.#waiting.set(id, onEvent);
    this.#channel().post(ask(id));
    return {
      id,
      cancel: () => {
        if (this.#waiting.delete(id)) this.#channel().post({ type: 'stop', id });
      },
    };
  }
}

function socketEvent(events: WsEvents, event: IoEvent, value: unknown): void {
  switch (event) {
    case 'opened':
    case 'refused':
      events[event](value as WsReply);
      break;
    case 'failed':
    case 'text':
    case 'pong':
      events[event](value as string);
      break;
    case 'binary':
      events.binary(value as Uint8Array);
      break;
    case 'ping':
      events.ping();
      break;
    case 'ended':
      events.ended(value as WsEnd);
      break;
    default:
      throw new Error(`no such event of a socket: ${event}`);
  }
}
