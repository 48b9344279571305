import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { TLSSocket } from 'node:tls';
import type { ConsolidatedOptions } from '../contract.ts';
import type { Caller, Cancellable, HttpExchange, HttpReply, HttpTimings } from '../vu/io.ts';
import { type Address, hostPort, loopbackLookup, resolve } from './address.ts';
import { localAddressOf, tcpOf } from './dial.ts';
import { dialFailure, type Failure, streamFailure, unknownHost } from './errors.ts';
import type { HttpAgents, VuOptions } from './http-agents.ts';

/** One request and its answer, without redirects. `done` is called once, never synchronously. */
export function exchange(
  request: HttpExchange,
  done: (reply: HttpReply) => void,
  caller: Caller,
  options: ConsolidatedOptions,
  agents: HttpAgents,
): Cancellable {
  const url = new URL(request.url);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const resolved = resolve(url.hostname, port, options.hosts);
  if (resolved.kind !== 'address') {
    const failure = resolved.kind === 'unknown' ? unknownHost(resolved.error) : refusedFailure(resolved.error);
    const handle = setImmediate(() => done(failedReply(failure, noTimings)));
    return { cancel: () => clearImmediate(handle) };
  }
  const running = new Exchange(request, url, resolved.address, done, caller);
  running.start(options, agents);
  return running;
}

function refusedFailure(text: string): Failure {
  return { text, short: text, code: 1110 };
}

const noTimings: HttpTimings = { blocked: 0, connecting: 0, tls_handshaking: 0, sending: 0, waiting: 0, receiving: 0 };

/** Bytes counted for a connection until now; a pooled connection outlives its requests. */
const counted = new WeakMap<Socket, { sent: number; received: number }>();

class Exchange implements Cancellable {
  readonly #request: HttpExchange;
  readonly #url: URL;
  readonly #address: Address;
  readonly #done: (reply: HttpReply) => void;
  readonly #caller: Caller;
  readonly #startedAt = performance.now();
  #client: ClientRequest | undefined;
  #socket: Socket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #over = false;
  #connected = false;
  #at = { socket: 0, connect: 0, secure: 0, ready: 0, written: 0, firstByte: 0 };

  constructor(request: HttpExchange, url: URL, address: Address, done: (reply: HttpReply) => void, caller: Caller) {
    this.#request = request;
    this.#url = url;
    this.#address = address;
    this.#done = done;
    this.#caller = caller;
  }

  start(options: ConsolidatedOptions, agents: HttpAgents): void {
    const secure = this.#url.protocol === 'https:';
    const localAddress = localAddressOf(options, this.#caller.vuId);
    const pool = secure ? agents.secure : agents.plain;
    const settings: VuOptions = {
      vuId: this.#caller.vuId,
      host: this.#address.host,
      port: this.#address.port,
      path: `${this.#url.pathname}${this.#url.search}`,
      method: this.#request.method,
      lookup: loopbackLookup,
      agent: options.noConnectionReuse ? false : pool,
      ...(localAddress === undefined ? {} : { localAddress }),
      ...(secure ? { servername: isIP(this.#url.hostname) ? '' : this.#url.hostname } : {}),
      ...(secure ? { rejectUnauthorized: !options.insecureSkipTLSVerify } : {}),
    };
    const client = (secure ? https : http).request(settings);
    this.#client = client;
    for (const [name, value] of this.#request.headers) client.setHeader(name, value);
    client.on('socket', (socket) => this.#assigned(socket));
    client.on('finish', () => {
      this.#at.written = performance.now();
    });
    client.on('response', (response) => this.#answered(response));
    client.on('upgrade', (response) => this.#unsupported(response));
    client.on('error', (error) => this.#failed(error));
    this.#timer = setTimeout(() => this.#timedOut(), this.#request.timeoutMs);
    client.end(this.#request.body);
  }

  cancel(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#client?.destroy();
    this.#count();
  }

  #assigned(socket: Socket): void {
    this.#socket = socket;
    const now = performance.now();
    this.#at.socket = now;
    if (!socket.connecting) {
      this.#connected = true;
      this.#at.connect = now;
      this.#at.secure = now;
      this.#at.ready = now;
      return;
    }
    counted.set(socket, { sent: 0, received: 0 });
    socket.once('connect', () => {
      this.#at.connect = performance.now();
      this.#at.secure = this.#at.connect;
      this.#at.ready = this.#at.connect;
      this.#connected = true;
    });
    socket.once('secureConnect', () => {
      this.#at.secure = performance.now();
      this.#at.ready = this.#at.secure;
    });
  }

  #answered(response: IncomingMessage): void {
    this.#at.firstByte = performance.now();
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => {
      if (!this.#request.discardBody) chunks.push(chunk);
    });
    response.on('end', () => this.#complete(response, Buffer.concat(chunks)));
    response.on('error', (error) => this.#failed(error));
    response.on('aborted', () => this.#failed(Object.assign(new Error('unexpected EOF'), { code: 'EOF' })));
  }

  /** k6/http cannot upgrade: a 101 is an error. */
  #unsupported(response: IncomingMessage): void {
    const text = `unsupported response status: ${response.statusCode} ${response.statusMessage}`;
    this.#reply(failedReply({ text, short: text, code: 1000 }, this.#timings()));
    this.#client?.destroy();
  }

  #complete(response: IncomingMessage, body: Buffer): void {
    const socket = this.#socket as Partial<TLSSocket> | undefined;
    const cipher = socket?.getCipher?.();
    const headers: [string, string][] = [];
    for (let index = 0; index + 1 < response.rawHeaders.length; index += 2) {
      headers.push([response.rawHeaders[index] as string, response.rawHeaders[index + 1] as string]);
    }
    this.#reply({
      status: response.statusCode ?? 0,
      statusText: `${response.statusCode} ${response.statusMessage}`,
      proto: `HTTP/${response.httpVersion}`,
      headers,
      body,
      remoteIp: socket?.remoteAddress ?? '',
      remotePort: socket?.remotePort ?? 0,
      tlsVersion: tlsVersion(socket?.getProtocol?.() ?? ''),
      tlsCipher: cipher?.standardName ?? '',
      timings: this.#timings(),
      error: '',
      errorCode: 0,
      errorDetail: '',
    });
  }

  #failed(error: NodeJS.ErrnoException): void {
    this.#reply(failedReply(this.#failure(error), this.#timings()));
    this.#client?.destroy();
  }

  #failure(error: NodeJS.ErrnoException): Failure {
    const local = this.#socket?.localAddress
      ? hostPort(this.#socket.localAddress, this.#socket.localPort ?? 0)
      : undefined;
    const host = this.#address.host === 'localhost' ? '127.0.0.1' : this.#address.host;
    const where = { host, port: this.#address.port, local };
    if (!this.#connected) return dialFailure(error, where);
    const hungUp = error.message === 'socket hang up';
    if (hungUp) return { text: 'EOF', short: 'EOF', code: 1000 };
    if (error.code === 'EOF') return { text: 'unexpected EOF', short: 'unexpected EOF', code: 1000 };
    return streamFailure(error, where);
  }

  #timedOut(): void {
    const failure = { text: 'request timeout', short: 'request timeout', code: 1050 };
    this.#reply(failedReply(failure, this.#timings()));
    this.#client?.destroy();
  }

  #reply(reply: HttpReply): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#count();
    this.#done(reply);
  }

  #count(): void {
    const socket = this.#socket;
    if (!socket) return;
    const before = counted.get(socket) ?? { sent: 0, received: 0 };
    const { bytesRead, bytesWritten } = tcpOf(socket);
    const { traffic } = this.#caller;
    traffic.sent += bytesWritten - before.sent;
    traffic.received += bytesRead - before.received;
    counted.set(socket, { sent: bytesWritten, received: bytesRead });
  }

  #timings(): HttpTimings {
    const now = performance.now();
    const { socket, connect, secure, ready, written, firstByte } = this.#at;
    if (!ready) return { ...noTimings, blocked: socket ? socket - this.#startedAt : 0 };
    const sentAt = Math.max(written, ready);
    const answeredAt = firstByte || now;
    return {
      blocked: socket - this.#startedAt,
      connecting: connect - socket,
      tls_handshaking: secure - connect,
      sending: Math.max(0, Math.min(sentAt, answeredAt) - ready),
      waiting: Math.max(0, answeredAt - Math.min(sentAt, answeredAt)),
      receiving: firstByte ? now - firstByte : 0,
    };
  }
}

function failedReply(failure: Failure, timings: HttpTimings): HttpReply {
  return {
    status: 0,
    statusText: '',
    proto: '',
    headers: [],
    body: Buffer.alloc(0),
    remoteIp: '',
    remotePort: 0,
    tlsVersion: '',
    tlsCipher: '',
    timings,
    error: failure.short,
    errorCode: failure.code,
    errorDetail: failure.text,
  };
}

function tlsVersion(node: string): string {
  return node.startsWith('TLSv') ? `tls${node.slice(4) === '1' ? '1.0' : node.slice(4)}` : '';
}
