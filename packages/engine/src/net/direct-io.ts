import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { ConsolidatedOptions } from '../contract/options.ts';
import type { RunContext } from '../contract/run-context.ts';
import type { HttpExchange, HttpReply } from '../ports/http.ts';
import type { Cancellable, Io, IoCaller } from '../ports/io.ts';
import type { WsConnection, WsEvents, WsRequest } from '../ports/websocket.ts';
import { timerMs } from '../time/timer-delay.ts';
import { type DialTcp, dialTcp } from './dial.ts';
import { type Destination, destinationOf, pathStart } from './dial-address.ts';
import { exchange } from './http-client.ts';
import { HttpPool } from './http-pool.ts';
import { WsClient } from './ws-client.ts';

const MAX_ORIGINS = 1_000;

/** Does the I/O of the k6 modules in this thread. */
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

  connect(request: WsRequest, events: WsEvents, caller: IoCaller): WsConnection {
    return new WsClient(request, this.#destination(request.url), events, caller, this.#options, this.#dialTcp);
  }

  exchange(request: HttpExchange, done: (reply: HttpReply) => void, caller: IoCaller): Cancellable {
    return exchange(request, this.#originOf(request.url), done, caller, this.#options, this.#pool);
  }

  /** The destination of an origin, resolved once and cached. */
  #originOf(href: string): Destination {
    const origin = href.slice(0, pathStart(href));
    const known = this.#origins.get(origin);
    if (known !== undefined) return known;
    if (this.#origins.size >= MAX_ORIGINS) this.#origins.clear();
    const destination = this.#destination(origin);
    this.#origins.set(origin, destination);
    return destination;
  }

  /** Resolves an address. One that is not loopback ends the run before a packet leaves, and the call fails as well. */
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
