import { isIP } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { ConsolidatedOptions } from '../contract/options.ts';
import type { HttpExchange, HttpReply, HttpTimings } from '../ports/http.ts';
import type { Cancellable, IoCaller } from '../ports/io.ts';
import { elapsedMs, toMicroseconds } from '../time/elapsed.ts';
import { timerMs } from '../time/timer-delay.ts';
import { dialTimeoutMs, localAddressOf } from './dial.ts';
import { type Destination, pathStart, type Resolved } from './dial-address.ts';
import { failedReply, noTimings } from './failed-reply.ts';
import { dialFailure, type Failure, streamFailure, unknownHost } from './go-errors.ts';
import type { HttpConnection, HttpTarget, HttpUser } from './http-connection.ts';
import type { HttpPool } from './http-pool.ts';
import { HttpResponseReader } from './http-response.ts';
import { sendRoom } from './send-buffer.ts';

/** Sends one request and reads its answer, without following redirects. `done` is called once, never synchronously. */
export function exchange(
  request: HttpExchange,
  { url, secure, resolved }: Destination,
  done: (reply: HttpReply) => void,
  caller: IoCaller,
  options: ConsolidatedOptions,
  pool: HttpPool,
): Cancellable {
  if (resolved.kind !== 'address') {
    const failure = notDialled(resolved);
    const handle = setImmediate(() => done(failedReply(failure, noTimings)));
    return { cancel: () => clearImmediate(handle) };
  }
  const servername = isIP(url.hostname) ? '' : url.hostname;
  const target: HttpTarget = {
    address: resolved.address,
    localAddress: localAddressOf(options, caller.vuId),
    tls: secure ? { servername, insecure: options.insecureSkipTLSVerify } : undefined,
  };
  const running = new Exchange(request, done, caller, target, pool);
  running.start(!options.noConnectionReuse);
  return running;
}

const asIs = (text: string, code: number): Failure => ({ text, short: text, code });

function notDialled({ kind, error }: Exclude<Resolved, { kind: 'address' }>): Failure {
  return kind === 'unknown' ? unknownHost(error) : asIs(error, kind === 'refused' ? 1110 : 1210);
}

/** The methods that Go's net/http sends again when a kept connection turns out to be dead (its documentation). */
const idempotent: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

class Exchange implements Cancellable, HttpUser {
  readonly caller: IoCaller;
  readonly #request: HttpExchange;
  readonly #done: (reply: HttpReply) => void;
  readonly #target: HttpTarget;
  readonly #pool: HttpPool;
  #connection: HttpConnection | undefined;
  #reader: HttpResponseReader;
  #timer: NodeJS.Timeout | undefined;
  #dialTimer: NodeJS.Timeout | undefined;
  #reuse = true;
  /** The connection has served a request before. */
  #used = false;
  #over = false;
  readonly #startedAt = performance.now();
  #dialledAt = 0;
  #connectedAt = 0;
  #readyAt = 0;
  #writtenAt = 0;
  #firstByteAt = 0;

  constructor(
    request: HttpExchange,
    done: (reply: HttpReply) => void,
    caller: IoCaller,
    target: HttpTarget,
    pool: HttpPool,
  ) {
    this.#request = request;
    this.#done = done;
    this.caller = caller;
    this.#target = target;
    this.#pool = pool;
    this.#reader = new HttpResponseReader(request.method, request.discardBody);
  }

  start(reuse: boolean): void {
    this.#reuse = reuse;
    this.#timer = setTimeout(() => this.#timedOut(), timerMs(this.#request.timeoutMs));
    const kept = reuse ? this.#pool.take(this.caller.vuId, this.#target) : undefined;
    if (kept) this.#reuseKept(kept);
    else this.#dial();
  }

  cancel(): void {
    this.#over = true;
    this.#release();
    this.#connection?.destroy();
  }

  #reuseKept(connection: HttpConnection): void {
    this.#used = true;
    this.#connection = connection;
    connection.use(this);
    this.#dialledAt = performance.now();
    this.#connectedAt = this.#dialledAt;
    this.ready();
  }

  #dial(): void {
    this.#used = false;
    this.#dialledAt = performance.now();
    this.#connectedAt = 0;
    const timeout = Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' });
    this.#dialTimer = setTimeout(() => this.#fail(dialFailure(timeout, this.#where())), dialTimeoutMs);
    this.#connection = this.#pool.dial(this.caller.vuId, this.#target, this);
  }

  connected(): void {
    this.#connectedAt = performance.now();
  }

  ready(): void {
    clearTimeout(this.#dialTimer);
    this.#readyAt = this.#target.tls && !this.#used ? performance.now() : this.#connectedAt;
    this.#connection?.write(encodeRequest(this.#request, this.#reuse), () => {
      this.#writtenAt = performance.now();
    });
  }

  received(bytes: Buffer): void {
    if (this.#firstByteAt === 0) this.#firstByteAt = performance.now();
    const whole = this.#reader.read(bytes);
    if (typeof whole === 'string') this.#fail(asIs(whole, 1000));
    else if (whole) this.#complete();
  }

  ended(error: NodeJS.ErrnoException | undefined): void {
    if (error === undefined && this.#reader.end()) this.#complete();
    else if (this.#mayRetry()) this.#dial();
    else this.#fail(this.#failure(error));
  }

  /** Whether Go would send the request again: it is idempotent, and its kept connection died before an answer began. */
  #mayRetry(): boolean {
    if (!this.#used || this.#reader.started) return false;
    const { method, headers } = this.#request;
    return idempotent.includes(method) || headers.some(([name]) => /^(x-)?idempotency-key$/i.test(name));
  }

  #complete(): void {
    const connection = this.#connection;
    const answer = this.#reader.answer();
    if (answer.status === 101) {
      // k6/http cannot upgrade.
      this.#fail(asIs(`unsupported response status: ${this.#reader.statusLine}`, 1000));
      return;
    }
    const { socket } = connection ?? {};
    const reply: HttpReply = {
      status: answer.status,
      statusText: this.#reader.statusLine,
      proto: `HTTP/${answer.version}`,
      headers: answer.headers,
      body: answer.body,
      remoteIp: socket?.remoteAddress ?? '',
      remotePort: socket?.remotePort ?? 0,
      tlsVersion: tlsVersion(socket?.getProtocol?.() ?? ''),
      tlsCipher: socket?.getCipher?.()?.standardName ?? '',
      timings: this.#timings(),
      error: '',
      errorCode: 0,
      errorDetail: '',
    };
    if (connection?.usable && this.#reuse && answer.keptMs > 0) {
      this.#pool.keep(this.caller.vuId, connection, answer.keptMs);
    } else connection?.destroy();
    this.#reply(reply);
  }

  #failure(error: NodeJS.ErrnoException | undefined): Failure {
    if (this.#connectedAt === 0 || this.#readyAt === 0) {
      return dialFailure(error ?? Object.assign(new Error('EOF'), { code: 'EOF' }), this.#where());
    }
    if (error) return streamFailure(error, this.#where());
    return this.#reader.started ? asIs('unexpected EOF', 1000) : asIs('EOF', 1000);
  }

  #where() {
    const { host, port } = this.#target.address;
    return { host: host === 'localhost' ? '127.0.0.1' : host, port, local: this.#connection?.local };
  }

  #timedOut(): void {
    this.#fail(asIs('request timeout', 1050));
  }

  #fail(failure: Failure): void {
    const timings = this.#timings();
    this.#connection?.destroy();
    this.#reply(failedReply(failure, timings));
  }

  #reply(reply: HttpReply): void {
    if (this.#over) return;
    this.#over = true;
    this.#release();
    this.#done(reply);
  }

  #release(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#dialTimer);
  }

  #timings(): HttpTimings {
    const now = performance.now();
    const blocked = elapsedMs(this.#startedAt, this.#dialledAt);
    if (this.#readyAt === 0) return { ...noTimings, blocked };
    const answeredAt = this.#firstByteAt || now;
    const sentAt = Math.min(Math.max(this.#writtenAt, this.#readyAt), answeredAt);
    const sending = elapsedMs(this.#readyAt, sentAt);
    const waiting = elapsedMs(sentAt, answeredAt);
    const receiving = this.#firstByteAt === 0 ? 0 : elapsedMs(this.#firstByteAt, now);
    return {
      duration: toMicroseconds(sending + waiting + receiving),
      blocked,
      connecting: elapsedMs(this.#dialledAt, this.#connectedAt),
      tls_handshaking: elapsedMs(this.#connectedAt, this.#readyAt),
      sending,
      waiting,
      receiving,
    };
  }
}

/** Encodes head and body into one buffer, so that one system call sends both. */
function encodeRequest({ method, url, headers, body }: HttpExchange, reuse: boolean): Buffer {
  const fragment = url.indexOf('#');
  const path = url.slice(pathStart(url), fragment < 0 ? undefined : fragment);
  let head = `${method} ${path} HTTP/1.1\r\n`;
  for (const [name, value] of headers) head += `${name}: ${value}\r\n`;
  head += reuse ? '\r\n' : 'Connection: close\r\n\r\n';
  const bytes = sendRoom(head.length + (body?.length ?? 0));
  bytes.write(head, 'latin1');
  if (body) bytes.set(body, head.length);
  return bytes;
}

function tlsVersion(node: string): string {
  return node.startsWith('TLSv') ? `tls${node.slice(4) === '1' ? '1.0' : node.slice(4)}` : '';
}
