import { type ConsolidatedOptions, ExitCode, type RunContext, RunEnd } from '../contract.ts';
import type { Caller, Cancellable, HttpExchange, HttpReply, Io, WsConnection, WsEvents, WsRequest } from '../vu/io.ts';
import { timerMs } from '../vu/timer-ms.ts';
import { type Destination, destinationOf, pathStart } from './address.ts';
import { type DialTcp, dialTcp } from './dial.ts';
import { exchange } from './http-client.ts';
import { HttpPool } from './http-pool.ts';
import { WsClient } from './ws-client.ts';

const MOST_ORIGINS = 1_000;

/** I/O in this thread. */
export class DirectIo implements Io {
  readonly #context: RunContext;
  readonly #dialTcp: DialTcp;
  readonly #pool: HttpPool;
  readonly #origins = new Map<string, Destination>();

  constructor(context: RunContext, dial: DialTcp = dialTcp) {
    this.#context = context;
    this.#dialTcp = dial;
    this.#pool = new HttpPool(dial);
  }

  get #options(): ConsolidatedOptions {
    return this.#context.options();
  }

  after(delayMs: number, callback: () => void): Cancellable {
    return new NodeTimer(setTimeout(callback, timerMs(delayMs)));
  }

  connect(request: WsRequest, events: WsEvents, caller: Caller): WsConnection {
    return new WsClient(request, this.#destination(request.url), events, caller, this.#options, this.#dialTcp);
  }

  exchange(request: HttpExchange, done: (reply: HttpReply) => void, caller: Caller): Cancellable {
    return exchange(request, this.#originOf(request.url), done, caller, this.#options, this.#pool);
  }

  /** Looked up once an origin, and not for each request. */
  #originOf(href: string): Destination {
    const origin = href.slice(0, pathStart(href));
    const known = this.#origins.get(origin);
    if (known !== undefined) return known;
    if (this.#origins.size >= MOST_ORIGINS) this.#origins.clear();
    const destination = this.#destination(origin);
    this.#origins.set(origin, destination);
    return destination;
  }

  /** Ends the run on an address that is not loopback, before a packet leaves; the call then fails as well. */
  #destination(address: string): Destination {
    const destination = destinationOf(address, this.#options.hosts);
    const { resolved } = destination;
    if (resolved.kind === 'refused') this.#context.end(new RunEnd(ExitCode.uncategorised, resolved.error));
    return destination;
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
