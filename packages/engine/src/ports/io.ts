import type { HttpExchange, HttpReply } from './http.ts';
import type { WsConnection, WsEvents, WsRequest } from './websocket.ts';

/**
 * The port through which k6 modules do their I/O. In the async lane `net/` implements it in the same thread; in the
 * worker lane it sends messages to the main thread, which does the I/O while the worker blocks.
 */

/** Bytes on a VU's TCP connections since they were last reported. */
export interface Traffic {
  sent: number;
  received: number;
}

export interface Cancellable {
  cancel(): void;
}

/** The VU that the I/O is done for, and the account of its bytes. */
export interface IoCaller {
  readonly vuId: number;
  readonly traffic: Traffic;
}

export interface Io {
  after(delayMs: number, callback: () => void): Cancellable;
  connect(request: WsRequest, events: WsEvents, caller: IoCaller): WsConnection;
  exchange(request: HttpExchange, done: (reply: HttpReply) => void, caller: IoCaller): Cancellable;
  /** Closes the idle connections of a VU. */
  forget(vuId: number): void;
}
