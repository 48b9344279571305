import type { Tags } from '../../contract/metrics.ts';
import { closePayload, Opcode } from '../../net/ws-frames.ts';
import type { Cancellable } from '../../ports/io.ts';
import type { WsConnection, WsEnd, WsEvents, WsReply, WsRequest } from '../../ports/websocket.ts';
import { elapsedMs } from '../../time/elapsed.ts';
import type { CurrentVu } from '../../vu/current-vu.ts';
import type { Host } from '../../vu/host.ts';
import type { Iteration, Operation } from '../../vu/iteration.ts';
import { Pings, pushAttempt, replyTags } from '../upgrade/ws-upgrade.ts';

export const ReadyState = { connecting: 0, open: 1, closing: 2, closed: 3 } as const;
export type EventName = 'open' | 'message' | 'error' | 'close' | 'ping' | 'pong';
export type Listener = (event: object) => unknown;

/** The receiver of a session's events: the script's WebSocket object. */
export interface SocketEvents {
  emit(event: EventName, more: object): void;
  /** Converts binary data to the type that the script has chosen. */
  binary(data: Uint8Array): unknown;
}

/** The connection of a socket that is made after the end of its iteration, such as after `exec.test.abort`. */
const nowhere: WsConnection = { buffered: 0, send: () => undefined, destroy: () => undefined };

/** One socket of k6/websockets: its states, events and metrics (docs/facts/k6.md, section 2a to 2d). */
export class SocketSession implements WsEvents, Operation {
  readonly #host: Host;
  readonly #vu: CurrentVu;
  readonly #iteration: Iteration;
  readonly #target: SocketEvents;
  readonly #connection: WsConnection;
  readonly #startedAt = performance.now();
  readonly #startTime = Date.now();
  #attempted = false;
  #tags: Tags;
  #pings: Pings | undefined;
  #closeTimer: Cancellable | undefined;
  /** Whether the running handler would cut the TCP connection if it threw, as open and message handlers do. */
  #fatal = false;
  #ended = false;
  readyState: number = ReadyState.connecting;
  protocol = '';
  extensions = '';

  constructor(host: Host, iteration: Iteration, request: WsRequest, tags: Tags, target: SocketEvents) {
    this.#host = host;
    this.#vu = host.vu;
    this.#iteration = iteration;
    this.#tags = tags;
    this.#target = target;
    if (!iteration.running) {
      this.#connection = nowhere;
      return;
    }
    const { vu } = host;
    this.#connection = host.io.connect(request, this, { vuId: vu.idInInstance, traffic: vu.traffic });
    // Registered only now: a refused address has ended the run in `connect`, which stops the registered operations.
    iteration.opened(this);
  }

  get bufferedAmount(): number {
    return this.#connection.buffered;
  }

  opened(reply: WsReply): void {
    this.#answered(reply);
    this.#iteration.deliver(() => {
      // close() may have cancelled a handshake whose event was held back.
      if (this.#ended) return;
      this.protocol = reply.protocol;
      this.extensions = reply.extensions;
      this.readyState = ReadyState.open;
      this.#emitFatal('open', {});
    });
  }

  refused(reply: WsReply): void {
    this.#answered(reply);
    this.#failedToOpen('websocket: bad handshake');
  }

  failed(error: string): void {
    this.#pushAttempt();
    this.#failedToOpen(error);
  }

  text(data: string): void {
    this.#iteration.deliver(() => this.#message(data));
  }

  binary(data: Uint8Array): void {
    // The bytes are valid only during this call, and the handler may be held back.
    const bytes = Uint8Array.from(data);
    this.#iteration.deliver(() => this.#message(this.#target.binary(bytes)));
  }

  ping(): void {
    this.#iteration.deliver(() => this.#target.emit('ping', {}));
  }

  pong(payload: string): void {
    const tookMs = this.#pings?.answered(payload);
    if (tookMs === undefined) {
      this.#host.context.log('warning', `received pong for unknown ping ID ${payload}`);
      return;
    }
    this.#vu.push(this.#host.builtin('ws_ping'), tookMs, this.#tags);
    this.#iteration.deliver(() => this.#target.emit('pong', {}));
  }

  ended(end: WsEnd): void {
    this.#ended = true;
    this.#closeTimer?.cancel();
    const tookMs = elapsedMs(this.#startedAt);
    this.#vu.push(this.#host.builtin('ws_session_duration'), tookMs, this.#tags, this.#startTime);
    this.#deliverLast(() => {
      this.readyState = ReadyState.closed;
      if (isError(end)) this.#target.emit('error', { error: end.error });
      this.#target.emit('close', end.code === 0 ? { reason: end.reason } : { code: end.code, reason: end.reason });
    });
  }

  send(opcode: number, payload: string | Uint8Array): void {
    // The close event may still be held back while the script goes on after a blocking call.
    if (this.#ended) return;
    this.#connection.send(opcode, payload);
    this.#vu.push(this.#host.builtin('ws_msgs_sent'), 1, this.#tags);
  }

  sendPing(): void {
    this.#pings ??= new Pings();
    this.send(Opcode.ping, this.#pings.sent());
  }

  /**
   * `close()` before the socket is open: ends the handshake (docs/facts/k6.md, section 2a, K2.36). Which events follow is not
   * documented; here they are those of a handshake that failed.
   */
  cancel(): void {
    this.#host.warnOnce(
      'close() on a socket that is still connecting: until k6 2.2 a VU may hang there for ever, from 2.3 on the handshake is cancelled',
    );
    this.#ended = true;
    this.readyState = ReadyState.closing;
    this.#connection.destroy();
    if (!this.#attempted) this.#pushAttempt();
    this.#closeTimer = this.#host.io.after(0, () => this.#failedToOpen('websocket: close() cancelled the handshake'));
  }

  close(code: number, reason: string): void {
    this.readyState = ReadyState.closing;
    this.send(Opcode.close, closePayload(code, reason));
    if (!this.#ended) this.#awaitPeer();
  }

  stop(why: 'interrupted' | 'failed'): void {
    const connecting = this.readyState === ReadyState.connecting;
    if (this.#ended || connecting || (why === 'failed' && this.#fatal)) {
      this.#connection.destroy();
      this.#closeTimer?.cancel();
      this.readyState = ReadyState.closed;
      this.#iteration.closed(this);
      return;
    }
    if (this.readyState === ReadyState.open) {
      this.#connection.send(Opcode.close, closePayload(1000, ''));
      this.readyState = ReadyState.closing;
    }
    if (!this.#closeTimer) this.#awaitPeer();
  }

  /**
   * Waits for the peer's close frame. k6 waits without a limit, so a peer that never answers is a hazard: it would hang this
   * VU, and no other. Here the connection is ended, as one is that breaks.
   */
  #awaitPeer(): void {
    const { closeAnswerMs } = this.#host.limits;
    this.#closeTimer = this.#host.io.after(closeAnswerMs, () => {
      this.#host.warnOnce(
        `hazard: a peer left the close frame of a WebSocket unanswered for ${closeAnswerMs / 1000} s and was cut off: k6 has no close timeout, a VU of it would hang here`,
      );
      this.#connection.destroy();
      this.ended({
        code: 1006,
        reason: '',
        error: 'websocket: close 1006 (abnormal closure): the close frame was not answered',
      });
    });
  }

  #failedToOpen(error: string): void {
    this.#ended = true;
    this.#deliverLast(() => {
      this.readyState = ReadyState.closed;
      this.#target.emit('error', { error });
      this.#target.emit('close', { reason: '' });
    });
  }

  /** Delivers the last events of the socket, which then no longer keeps the iteration alive. */
  #deliverLast(callback: () => void): void {
    if (!this.#iteration.running) {
      this.#iteration.closed(this);
      return;
    }
    this.#iteration.deliver(() => {
      this.#iteration.inCloseHandler = true;
      try {
        callback();
      } finally {
        this.#iteration.inCloseHandler = false;
        this.#iteration.closed(this);
      }
    });
  }

  #message(data: unknown): void {
    if (this.readyState !== ReadyState.open) return;
    this.#vu.push(this.#host.builtin('ws_msgs_received'), 1, this.#tags);
    this.#emitFatal('message', { data });
  }

  #emitFatal(event: EventName, more: object): void {
    this.#fatal = true;
    this.#target.emit(event, more);
    this.#fatal = false;
  }

  #answered(reply: WsReply): void {
    this.#tags = replyTags(this.#host, this.#tags, reply);
    this.#pushAttempt();
  }

  #pushAttempt(): void {
    this.#attempted = true;
    const tookMs = elapsedMs(this.#startedAt);
    pushAttempt(this.#host, this.#vu, this.#tags, this.#startTime, tookMs);
  }
}

/**
 * Whether the end is an error too. Codes 1000 and 1001 and failed reads are only a close (docs/facts/k6.md, section
 * 2b).
 */
function isError({ code, unwritten }: WsEnd): boolean {
  return unwritten === true || (code !== 0 && code !== 1000 && code !== 1001);
}
