import { type ConsolidatedOptions, ExitCode, type RunContext, RunEnd } from '../contract.ts';
import type { Caller, Cancellable, HttpExchange, HttpReply, Io, WsConnection, WsEvents, WsRequest } from '../vu/io.ts';
import { resolve } from './address.ts';

import { exchange } from './http-client.ts';
import { HttpPool } from './http-pool.ts';
import { WsClient } from './ws-client.ts';

/** Node takes longer delays for 1 ms. */
const longestTimerMs = 2 ** 31 - 1;

/** I/O in this thread. */
export class DirectIo implements Io {
  readonly #context: RunContext;
  readonly #pool = new HttpPool();

  constructor(context: RunContext) {
    this.#context = context;
  }

  get #options(): ConsolidatedOptions {
    return this.#context.options();
  }

  after(delayMs: number, callback: () => void): Cancellable {
    return new NodeTimer(setTimeout(callback, Math.min(delayMs, longestTimerMs)));
  }

  connect(request: WsRequest, events: WsEvents, caller: Caller): WsConnection {
    this.#loopbackOnly(request.url);
    return new WsClient(request, events, caller, this.#options);
  }

  exchange(request: HttpExchange, done: (reply: HttpReply) => void, caller: Caller): Cancellable {
    this.#loopbackOnly(request.url);
    return exchange(request, done, caller, this.#options, this.#pool);
  }

  /** Ends the run on an address that is not loopback, before a packet leaves; the call then fails as well. */
  #loopbackOnly(address: string): void {
    const url = new URL(address);
    const secure = url.protocol === 'wss:' || url.protocol === 'https:';
    const resolved = resolve(url.hostname, Number(url.port) || (secure ? 443 : 80), this.#options.hosts);
    if (resolved.kind === 'refused') this.#context.end(new RunEnd(ExitCode.uncategorised, resolved.error));
  }

  forget(vuId: number): void {
    this.#pool.forget(vuId);
  }

  dispose(): void {
    this.#pool.dispose();
  }
}

class NodeTimer implements Cancellable {
  readonly #timer: NodeJS.Timeout;

  constructor(timer: NodeJS.Timeout) {
    this.#timer = timer;
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
