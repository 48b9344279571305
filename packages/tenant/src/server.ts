import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ApiRate } from './admission/limits.ts';
import { control } from './control.ts';
import { Later } from './later.ts';

import { Answer, type Caller, failure, notFound, tooManyRequests } from './platform/http.ts';
import { Tokens } from './platform/oauth.ts';
import { isPublic, routeFor, takesText } from './platform/router.ts';
import type { Profile } from './profile/schema.ts';
import { Tenant } from './tenant.ts';
import { addressOf, Upgrades } from './upgrades.ts';

export interface TenantOptions {
  /** 0 lets the system choose. */
  readonly port?: number;
  readonly profile: Profile;
  readonly seed?: number;
  /** Where the server is reached when not on loopback: gives its `host:port`. For tests with a wire of their own. */
  readonly serve?: (http: Server) => string;
}

export interface RunningTenant {
  readonly addresses: {
    readonly address: string;
    readonly messaging: string;
    readonly api: string;
    readonly control: string;
  };
  /** The org itself, for a test that does to it what no client can. */
  readonly org: Tenant;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const DEFAULT_PORT = 7_420;
const SWEEP_MS = 250;
const HEARTBEAT_MS = 30_000;
/** Longer than Node's 5 s, which would close connections under clients that pause between calls. */
const KEEP_ALIVE_MS = 65_000;
/** Without the published limit on a body, this one still protects the process. */
const MOST_BODY_BYTES = 8_000_000;

/** Serves a tenant on loopback until it is closed. */
export async function startTenant({
  port = DEFAULT_PORT,
  profile,
  seed = 1,
  serve,
}: TenantOptions): Promise<RunningTenant> {
  const later = new Later();
  const tenant = new Tenant(structuredClone(profile), seed, later);
  const http = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  const service = new TenantServer(tenant, http, later);
  const address = serve?.(http) ?? (await listen(http, port));
  service.start(address);
  return {
    addresses: {
      address,
      messaging: `ws://${address}/v1`,
      api: `http://${address}`,
      control: `http://${address}/headroom`,
    },
    org: tenant,
    close: () => service.close(),
  };
}

async function listen(http: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new Error(error.code === 'EADDRINUSE' ? `port ${port}: in use; allowed: another --port, or 0` : error.message),
      );
    });
    http.listen(port, HOST, 8_192, resolve);
  });
  return `${HOST}:${(http.address() as AddressInfo).port}`;
}

type Address = ReturnType<typeof addressOf>;

class TenantServer {
  readonly #tenant: Tenant;
  readonly #http: Server;
  readonly #tokens: Tokens;
  readonly #later: Later;
  readonly #upgrades: Upgrades;
  readonly #connections = new Set<Socket>();
  #timers: NodeJS.Timeout[] = [];
  #address = '';

  constructor(tenant: Tenant, http: Server, later: Later) {
    this.#later = later;
    this.#tenant = tenant;
    this.#http = http;
    this.#tokens = new Tokens(tenant.routing.agents);
    http.on('request', (request, response) => {
      this.#request(request, response).catch(() => {
        if (response.headersSent) response.destroy();
        else send(response, failure(500, 'internal.server.error', 'The server could not process the request'));
      });
    });
    this.#upgrades = new Upgrades(tenant, this.#later);
    http.on('upgrade', (request, socket, head) => this.#upgrades.take(request, socket as Socket, head));
    http.on('connection', (socket) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
  }

  start(address: string): void {
    this.#address = address;
    const { restartAtSeconds } = this.#tenant.profile.faults;
    if (restartAtSeconds !== undefined) this.#later.after(restartAtSeconds * 1_000, () => this.#restart());
    this.#timers = [
      setInterval(() => this.#sweep(Date.now()), SWEEP_MS),
      setInterval(() => this.#tenant.channels.heartbeat(), HEARTBEAT_MS),
    ];
  }

  #sweep(nowMs: number): void {
    this.#tenant.routing.sweep(nowMs);
    this.#tenant.expireSessions(nowMs);
    this.#tenant.closeIdle(nowMs);
    this.#tenant.endInactive(nowMs);
    this.#tenant.channels.expire(nowMs);
    this.#tenant.publisher.observations(this.#tenant.routing.queues.all(), nowMs);
    for (const guest of this.#tenant.guests) guest.flush();
  }

  /** As when a gateway restarts: every connection is lost, what the org knows is not. */
  #restart(spared?: Socket): void {
    this.#tenant.faults.restarted(Date.now());
    for (const socket of this.#connections) if (socket !== spared) socket.destroy();
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#later.clear();
    const closed = new Promise((resolve) => this.#http.close(resolve));
    for (const socket of this.#connections) socket.destroy();
    await closed;
  }

  async #request(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path, query } = addressOf(request);
    const text = await read(request, Math.min(this.#tenant.limits.requestBytes, MOST_BODY_BYTES));
    if (text === undefined) return send(response, failure(413, 'request.entity.too.large', 'The body is too large'));
    const method = request.method ?? 'GET';
    if (path.startsWith('/headroom/'))
      return control(
        this.#tenant,
        { method, path, body: text, restart: () => this.#restart(request.socket) },
        response,
      );
    if (path.startsWith('/oauth/')) return send(response, this.#oauth(request, { path, query }, text));
    const answer = this.#platform(request, response, { path, query }, text);
    const lateMs = this.#tenant.faults.apiLateness();
    if (lateMs === 0) send(response, answer);
    else this.#later.after(lateMs, () => send(response, answer));
  }

  #oauth({ method, headers }: IncomingMessage, { path, query }: Address, text: string): Answer {
    if (path === '/oauth/token' && method === 'POST') {
      const { status, body } = this.#tokens.issue(headers.authorization ?? '', new URLSearchParams(text));
      return new Answer(status, body);
    }
    if (path !== '/oauth/authorize' || method !== 'GET') return notFound('The resource');
    const asked = this.#tokens.codes.authorize(query, Date.now());
    if ('location' in asked) return new Answer(302, undefined, { Location: asked.location });
    return new Answer(400, { error: 'invalid_request', error_description: asked.refused });
  }

  #platform(request: IncomingMessage, response: ServerResponse, url: Address, text: string): Answer {
    const found = routeFor(request.method ?? 'GET', url.path);
    if (found === undefined) return failure(404, 'not.found', 'The requested resource was not found');
    const token = (request.headers.authorization ?? '').replace(/^bearer /i, '');
    const open = isPublic(found.route);
    const caller = open ? ({ kind: 'guest' } as const) : this.#tokens.callerOf(token);
    if (caller === undefined) return failure(401, 'bad.credentials', 'Invalid login credentials.');
    if (!open) {
      const { ok, resetSeconds, key, allowed } = this.#rate(response, token, caller);
      if (!ok) return tooManyRequests(resetSeconds, { key, namespace: 'platform.api', value: allowed });
    }
    const burst = caller.kind === 'user' ? this.#tenant.faults.tooMany(sourceOf(request), Date.now()) : undefined;
    if (burst !== undefined) return tooManyRequests(burst);
    const body = takesText(found.route) ? { json: undefined } : parse(text);
    if (body === undefined) return failure(400, 'bad.request', 'The request body is not JSON');
    const call = {
      tenant: this.#tenant,
      caller,
      ids: found.ids,
      query: url.query,
      body: body.json,
      text,
      token,
      address: this.#address,
    };
    const answer = found.route.answer(call);
    return answer instanceof Answer ? answer : new Answer(200, answer);
  }

  #rate(response: ServerResponse, token: string, caller: Caller): ApiRate {
    const rate = this.#tenant.limits.call(token, caller.kind === 'user' ? caller.userId : undefined);
    response.setHeader('inin-ratelimit-count', rate.count);
    response.setHeader('inin-ratelimit-allowed', rate.allowed);
    response.setHeader('inin-ratelimit-reset', rate.resetSeconds);
    return rate;
  }
}

const sourceOf = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? '';

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
async function read(request: IncomingMessage, most: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes <= most) chunks.push(chunk);
    }
  } catch {
    return '';
  }
  return bytes > most ? undefined : Buffer.concat(chunks).toString();
}

function parse(text: string): { readonly json: unknown } | undefined {
  if (text === '') return { json: undefined };
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
