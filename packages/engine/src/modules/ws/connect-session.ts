import type { Tags } from '../../contract/metrics.ts';
import { closePayload, Opcode } from '../../net/ws-frames.ts';
import type { WsConnection, WsEnd, WsEvents, WsReply, WsRequest } from '../../ports/websocket.ts';
import { elapsedMs } from '../../time/elapsed.ts';
import type { CurrentVu } from '../../vu/current-vu.ts';
import type { Host } from '../../vu/host.ts';
import type { Iteration, Operation } from '../../vu/iteration.ts';
import { isThenable } from '../../vu/thenable.ts';
import type { Settle } from '../../vu/waiting.ts';
import { Pings, pushAttempt, replyTags } from '../upgrade/ws-upgrade.ts';
import { type Handler, Socket, type SocketCommands, SocketTimers } from './socket.ts';

/** What `ws.connect` returns. */
export interface WsResponse {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly body: string;
  readonly error: string;
}

/** One `ws.connect`, from the dial until it returns (docs/facts/k6.md, section 2e). */
export class ConnectSession implements WsEvents, Operation, SocketCommands {
  readonly #host: Host;
  readonly #vu: CurrentVu;
  readonly #iteration: Iteration;
  readonly #callback: Handler;
  readonly #settle: Settle<WsResponse>;
  readonly #url: string;
  readonly #connection: WsConnection;
  readonly #startedAt = performance.now();
  readonly #startTime = Date.now();
  #tags: Tags;
  #listeners: Record<string, Handler[]> | undefined;
  #timers: SocketTimers | undefined;
  #pings: Pings | undefined;
  #reply: WsReply | undefined;
  #waiting: (() => void)[] | undefined;
  #over = false;

  constructor(
    host: Host,
    iteration: Iteration,
    request: WsRequest,
    parts: { callback: Handler; tags: Tags; settle: Settle<WsResponse> },
  ) {
    this.#host = host;
    this.#vu = host.vu;
    this.#iteration = iteration;
    this.#callback = parts.callback;
    this.#tags = parts.tags;
    this.#settle = parts.settle;
    this.#url = request.url;
    const { vu } = host;
    this.#connection = host.io.connect(request, this, { vuId: vu.idInInstance, traffic: vu.traffic });
  }

  opened(reply: WsReply): void {
    this.#reply = reply;
    this.#answered(reply);
    this.#run(() => {
      this.#callHandler(this.#callback, [new Socket(this.#host, this)]);
      this.#emit('open');
    });
  }

  refused(reply: WsReply): void {
    this.#answered(reply);
    this.#pushDuration();
    if (this.#host.options.throw) {
      this.#end(this.#host.error('websocket: bad handshake'));
      return;
    }
    const { status, headers, body } = reply;
    this.#end(undefined, { url: '', status, headers: { ...headers }, body, error: '' });
  }

  failed(error: string): void {
    this.#pushAttempt();
    this.#pushDuration();
    if (this.#host.options.throw) {
      this.#end(this.#host.error(error));
      return;
    }
    this.#end(undefined, { url: '', status: 0, headers: null, body: '', error });
  }

  text(data: string): void {
    this.#vu.push(this.#host.builtin('ws_msgs_received'), 1, this.#tags);
    this.#run(() => this.#emit('message', data));
  }

  binary(data: Uint8Array): void {
    this.#vu.push(this.#host.builtin('ws_msgs_received'), 1, this.#tags);
    const buffer = this.#host.arrayBuffer(data);
    this.#run(() => this.#emit('binaryMessage', buffer));
  }

  ping(): void {
    this.#run(() => this.#emit('ping'));
  }

  pong(payload: string): void {
    const tookMs = this.#pings?.answered(payload);
    if (tookMs !== undefined) this.#vu.push(this.#host.builtin('ws_ping'), tookMs, this.#tags);
    this.#run(() => this.#emit('pong'));
  }

  /** Emits error and close. A TCP reset is a close with 1001 and no error (docs/facts/k6.md, section 11, hazard 13). */
  ended({ code, error }: WsEnd): void {
    this.#run(() => {
      if (code !== 0 && code !== 1000 && code !== 1001) this.#emit('error', { error: () => error });
      this.#emit('close', code === 0 ? 1001 : code);
      this.#closed();
    });
  }

  listen(event: string, handler: Handler): void {
    this.#listeners ??= {};
    const list = this.#listeners[event];
    if (list) list.push(handler);
    else this.#listeners[event] = [handler];
  }

  sendData(opcode: number, payload: string | Uint8Array): void {
    if (this.#over) return;
    this.#connection.send(opcode, payload);
    this.#vu.push(this.#host.builtin('ws_msgs_sent'), 1, this.#tags);
  }

  sendPing(): void {
    this.#pings ??= new Pings();
    if (!this.#over) this.#connection.send(Opcode.ping, this.#pings.sent());
  }

  close(code: number): void {
    if (this.#over) return;
    this.#connection.send(Opcode.close, closePayload(code, ''));
    this.#over = true;
    this.#timers?.stop();
    try {
      this.#emit('close', code);
    } finally {
      // An exception of a handler still ends the session, unless an interrupt has ended it already.
      this.#over = !this.#iteration.running;
    }
    this.#closed();
  }

  timer(kind: 'setTimeout' | 'setInterval', handler: unknown, delayMs: number): void {
    if (typeof handler !== 'function') throw this.#host.typeError(`socket.${kind} needs a function`);
    if (!(delayMs > 0)) {
      throw this.#host.error(`${kind} requires a >0 timeout parameter, received ${delayMs.toFixed(2)}`);
    }
    if (this.#over) return;
    this.#timers ??= new SocketTimers(this.#host);
    this.#timers.start(kind === 'setInterval', delayMs, () =>
      this.#run(() => this.#callHandler(handler as Handler, [])),
    );
  }

  stop(): void {
    this.#over = true;
    this.#timers?.stop();
    if (this.#reply) this.#connection.send(Opcode.close, closePayload(1001, ''));
    this.#connection.destroy();
    this.#iteration.closed(this);
  }

  /** Runs a handler while every other callback of the VU is held back. Its exception comes out of `ws.connect`. */
  #run(callback: () => void): void {
    if (this.#over || !this.#iteration.running) return;
    if (this.#iteration.inSocketHandler) {
      // A handler of the worker lane may block: the next event waits until it has returned.
      this.#waiting ??= [];
      this.#waiting.push(callback);
      return;
    }
    this.#iteration.becomeCurrent();
    this.#iteration.inSocketHandler = true;
    try {
      callback();
    } catch (error) {
      this.#connection.send(Opcode.close, closePayload(1001, ''));
      this.#pushDuration();
      this.#end(error as Error);
    } finally {
      this.#iteration.inSocketHandler = false;
    }
    const next = this.#waiting?.shift();
    if (next) this.#run(next);
  }

  #emit(event: string, value?: unknown): void {
    for (const handler of this.#listeners?.[event] ?? [])
      this.#callHandler(handler, value === undefined ? [] : [value]);
  }

  #callHandler(handler: Handler, values: unknown[]): void {
    if (!isThenable(handler(...values)) || this.#host.lane === 'worker') return;
    throw this.#host.hazard(
      'an async function was given to k6/ws: inside its handlers no promise makes progress until ws.connect returns',
    );
  }

  #answered(reply: WsReply): void {
    this.#tags = replyTags(this.#host, this.#tags, reply);
    this.#pushAttempt();
  }

  #pushAttempt(): void {
    const tookMs = elapsedMs(this.#startedAt);
    pushAttempt(this.#host, this.#vu, this.#tags, this.#startTime, tookMs);
  }

  #pushDuration(): void {
    const tookMs = elapsedMs(this.#startedAt);
    this.#vu.push(this.#host.builtin('ws_session_duration'), tookMs, this.#tags, this.#startTime);
  }

  #closed(): void {
    this.#pushDuration();
    const headers = { ...this.#reply?.headers };
    this.#end(undefined, { url: this.#url, status: this.#reply?.status ?? 0, headers, body: '', error: '' });
  }

  #end(error: Error | undefined, response?: WsResponse): void {
    if (this.#over) return;
    this.#over = true;
    this.#timers?.stop();
    this.#connection.destroy();
    this.#settle(error, response);
  }
}
