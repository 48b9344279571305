import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Refusal, SocketKind } from './admission/ceiling.ts';
import { control } from './control.ts';
import { GuestSocket } from './guest/guest-socket.ts';
import { numberIn } from './org.ts';
import { Answer, failure, tooManyRequests } from './platform/http.ts';
import { Tokens } from './platform/oauth.ts';
import { isPublic, routeFor } from './platform/router.ts';
import type { Profile } from './profile/schema.ts';
import { Tenant } from './tenant.ts';

export interface TenantOptions {
  /** 0 lets the system choose. */
  readonly port?: number;
  readonly profile: Profile;
  readonly seed?: number;
}

export interface RunningTenant {
  readonly addresses: {
    readonly address: string;
    readonly messaging: string;
    readonly api: string;
    readonly control: string;
  };
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const DEFAULT_PORT = 7_420;
const SWEEP_MS = 250;
const HEARTBEAT_MS = 30_000;
/** Longer than Node's 5 s, which would close connections under clients that pause between calls. */
const KEEP_ALIVE_MS = 65_000;
const MAX_BODY_BYTES = 512_000;

/** Serves a tenant on loopback until it is closed. */
export async function startTenant({ port = DEFAULT_PORT, profile, seed = 1 }: TenantOptions): Promise<RunningTenant> {
  const tenant = new Tenant(profile, seed);
  const http = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  const service = new TenantServer(tenant, http);
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new Error(error.code === 'EADDRINUSE' ? `port ${port}: in use; allowed: another --port, or 0` : error.message),
      );
    });
    http.listen(port, HOST, 8_192, resolve);
  });
  const address = `${HOST}:${(http.address() as AddressInfo).port}`;
  service.start(address);
  return {
    addresses: {
      address,
      messaging: `ws://${address}/v1`,
      api: `http://${address}`,
      control: `http://${address}/headroom`,
    },
    close: () => service.close(),
  };
}

class TenantServer {
  readonly #tenant: Tenant;
  readonly #http: Server;
  readonly #tokens: Tokens;
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 65_536 });
  readonly #connections = new Set<Socket>();
  #timers: NodeJS.Timeout[] = [];
  #address = '';
  #opened = 0;

  constructor(tenant: Tenant, http: Server) {
    this.#tenant = tenant;
    this.#http = http;
    this.#tokens = new Tokens(tenant.profile);
    http.on('request', (request, response) => void this.#request(request, response));
    http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket as Socket, head));
    http.on('connection', (socket) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
  }

  start(address: string): void {
    this.#address = address;
    this.#timers = [
      setInterval(() => this.#sweep(Date.now()), SWEEP_MS),
      setInterval(() => this.#tenant.channels.heartbeat(), HEARTBEAT_MS),
    ];
  }

  #sweep(nowMs: number): void {
    this.#tenant.routing.sweep(nowMs);
    this.#tenant.expireSessions(nowMs);
    this.#tenant.closeIdle(nowMs);
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    const closed = new Promise((resolve) => this.#http.close(resolve));
    for (const socket of this.#connections) socket.destroy();
    await closed;
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const url = new URL(request.url ?? '/', 'http://tenant');
    if (url.pathname === '/v1') this.#guest(request, socket, head, url.searchParams.get('deploymentId') ?? '');
    else if (url.pathname.startsWith('/channels/')) this.#channel(request, socket, head, url.pathname.slice(10));
    else refuse(socket, { status: 404, body: 'Not Found' });
  }

  #guest(request: IncomingMessage, socket: Socket, head: Buffer, deploymentId: string): void {
    const { profile, limits } = this.#tenant;
    if (numberIn('d', deploymentId, profile.deployments) === undefined) {
      this.#refuse('guest', socket, { status: 404, body: 'Deployment not found' });
    } else if (request.headers.origin !== profile.allowedOrigin) {
      this.#refuse('guest', socket, { status: 403, body: 'Forbidden' });
    } else if (!limits.connections(deploymentId)) {
      this.#refuse('guest', socket, { status: 429, body: 'Connection rate exceeded', retryAfterSeconds: 5 });
    } else {
      this.#admit('guest', request, socket, head, deploymentId, (webSocket, key) => {
        new GuestSocket(this.#tenant, webSocket, deploymentId, key);
      });
    }
  }

  #channel(request: IncomingMessage, socket: Socket, head: Buffer, id: string): void {
    if (!this.#tenant.channels.has(id)) this.#refuse('notifications', socket, { status: 404, body: 'Not Found' });
    else {
      this.#admit('notifications', request, socket, head, undefined, (webSocket) =>
        this.#tenant.channels.connect(id, webSocket),
      );
    }
  }

  #admit(
    kind: SocketKind,
    request: IncomingMessage,
    socket: Socket,
    head: Buffer,
    deploymentId: string | undefined,
    serve: (webSocket: WebSocket, key: string) => void,
  ): void {
    const tenant = this.#tenant;
    const refusal = tenant.ceiling.refusal(kind, tenant.open, Date.now());
    if (refusal !== undefined) {
      this.#refuse(kind, socket, refusal);
      return;
    }
    const source = socket.remoteAddress ?? '';
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      tenant.opened(kind);
      tenant.record.add({ kind: 'socket-opened', socket: kind, source, ...(deploymentId ? { deploymentId } : {}) });
      webSocket.on('error', () => webSocket.terminate());
      webSocket.once('close', (code) => {
        tenant.closed(kind);
        tenant.record.add({ kind: 'socket-closed', socket: kind, code });
      });
      serve(webSocket, `${++this.#opened}`);
    });
  }

  #refuse(kind: SocketKind, socket: Socket, refusal: Refusal): void {
    const source = socket.remoteAddress ?? '';
    this.#tenant.record.add({ kind: 'upgrade-refused', socket: kind, status: refusal.status, source });
    refuse(socket, refusal);
  }

  async #request(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://tenant');
    const text = await read(request);
    if (text === undefined) return send(response, failure(413, 'request.entity.too.large', 'The body is too large'));
    if (url.pathname.startsWith('/headroom/'))
      return control(this.#tenant, request.method ?? 'GET', url.pathname, response);
    if (url.pathname === '/oauth/token' && request.method === 'POST') {
      const { status, body } = this.#tokens.issue(request.headers.authorization ?? '', new URLSearchParams(text));
      return send(response, new Answer(status, body));
    }
    send(response, this.#platform(request, response, url, text));
  }

  #platform(request: IncomingMessage, response: ServerResponse, url: URL, text: string): Answer {
    const found = routeFor(request.method ?? 'GET', url.pathname);
    if (found === undefined) return failure(404, 'not.found', 'The requested resource was not found');
    const token = (request.headers.authorization ?? '').replace(/^bearer /i, '');
    const open = isPublic(found.route);
    const caller = open ? ({ kind: 'guest' } as const) : this.#tokens.callerOf(token);
    if (caller === undefined) return failure(401, 'bad.credentials', 'Invalid login credentials.');
    if (!open) {
      const { ok, resetSeconds } = this.#rate(response, token);
      if (!ok) return tooManyRequests(resetSeconds);
    }
    const body = parse(text);
    if (body === undefined) return failure(400, 'bad.request', 'The request body is not JSON');
    const call = {
      tenant: this.#tenant,
      caller,
      ids: found.ids,
      query: url.searchParams,
      body: body.json,
      token,
      address: this.#address,
    };
    const answer = found.route.answer(call);
    return answer instanceof Answer ? answer : new Answer(200, answer);
  }

  #rate(response: ServerResponse, token: string): { ok: boolean; resetSeconds: number } {
    const { ok, count, allowed, resetSeconds } = this.#tenant.limits.call(token);
    response.setHeader('inin-ratelimit-count', count);
    response.setHeader('inin-ratelimit-allowed', allowed);
    response.setHeader('inin-ratelimit-reset', resetSeconds);
    return { ok, resetSeconds };
  }
}

/** Answers an upgrade before the handshake, body and all. */
function refuse(socket: Socket, { status, body, retryAfterSeconds }: Refusal): void {
  const retry = retryAfterSeconds === undefined ? '' : `Retry-After: ${retryAfterSeconds}\r\n`;
  socket.end(
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Refused'}\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${retry}Connection: close\r\n\r\n${body}`,
  );
}

const REASONS: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('inin-correlation-id', randomUUID());
  if (body === undefined) {
    response.writeHead(status).end();
    return;
  }
  const text = JSON.stringify(body);
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) })
    .end(text);
}

/** The body, or undefined when it is too large. */
async function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    }
  } catch {
    return '';
  }
  return bytes > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString();
}

function parse(text: string): { readonly json: unknown } | undefined {
  if (text === '') return { json: undefined };
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
