import type {
  Caller,
  Cancellable,
  HttpExchange,
  HttpReply,
  Io,
  Traffic,
  WsConnection,
  WsEnd,
  WsEvents,
  WsReply,
  WsRequest,
} from '../vu/io.ts';
import type { Channel } from './channel.ts';
import type { IoEvent } from './protocol.ts';

type OnEvent = (event: IoEvent, value: unknown) => void;

/** I/O that the main thread does for this worker. */
export class RemoteIo implements Io {
  readonly #channel: () => Channel;
  readonly #waiting = new Map<number, OnEvent>();
  /** The traffic of the thread's one VU. */
  #traffic: Traffic | undefined;
  #next = 0;

  constructor(channel: () => Channel) {
    this.#channel = channel;
  }

  /** Hands in what the main thread reports. */
  event(id: number, event: IoEvent, value: unknown, traffic: Traffic): void {
    if (this.#traffic) {
      this.#traffic.sent += traffic.sent;
      this.#traffic.received += traffic.received;
    }
    this.#waiting.get(id)?.(event, value);
  }

  after(delayMs: number, callback: () => void): Cancellable {
    return this.#start((id) => {
      this.#channel().post({ type: 'after', id, delayMs });
      return () => {
        this.#waiting.delete(id);
        callback();
      };
    });
  }

  exchange(request: HttpExchange, done: (reply: HttpReply) => void, caller: Caller): Cancellable {
    this.#traffic = caller.traffic;
    return this.#start((id) => {
      this.#channel().post({ type: 'exchange', id, request });
      return (_event, reply) => {
        this.#waiting.delete(id);
        done(reply as HttpReply);
      };
    });
  }

  connect(request: WsRequest, events: WsEvents, caller: Caller): WsConnection {
    this.#traffic = caller.traffic;
    const handle = this.#start((id) => {
      this.#channel().post({ type: 'connect', id, request });
      return (event, value) => socketEvent(events, event, value);
    });
    return {
      buffered: 0,
      send: (opcode, payload) => this.#channel().post({ type: 'send', id: handle.id, opcode, payload }),
      destroy: () => handle.cancel(),
    };
  }

  forget(): void {
    this.#channel().post({ type: 'forget' });
  }

  #start(begin: (id: number) => OnEvent): Cancellable & { readonly id: number } {
    this.#next += 1;
    const id = this.#next;
    this.#waiting.set(id, begin(id));
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
