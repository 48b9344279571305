import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { SystemClock, type TenantClock } from './base/clock.ts';
import { answerControl } from './control-endpoint.ts';
import { answerFile, isFilePath } from './file-endpoint.ts';
import { Tenant } from './org/tenant.ts';
import { asksForWebSocket, serveWithoutUpgrade } from './other-upgrade.ts';
import type { ApiAnswer } from './platform/http/call.ts';
import { failure } from './platform/http/errors.ts';
import { PlatformEndpoint } from './platform/platform-endpoint.ts';
import type { Profile } from './profile/schema.ts';
import { readBody } from './request-body.ts';
import { addressOf, WsUpgrades } from './ws-upgrades.ts';

export interface StartTenantOptions {
  /** 7420 by default; 0 lets the system choose. */
  readonly port?: number;
  readonly profile: Profile;
  /** What is drawn, ids among it, follows from the seed: 1 by default. */
  readonly seed?: number;
  /** Where the server is reached when not on loopback: gives its `host:port`. For tests with a wire of their own. */
  readonly serve?: (http: Server) => string;
  /** The process's own by default; a test gives a ManualClock, so that it need not wait. */
  readonly clock?: TenantClock;
}

export interface RunningTenant {
  readonly addresses: {
    /** `host:port`. */
    readonly address: string;
    readonly messaging: string;
    readonly api: string;
    readonly control: string;
  };
  /** The org's state, for a test that reads it or does to it what no client can. */
  readonly org: Tenant;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const DEFAULT_PORT = 7_420;
const SWEEP_MS = 250;
const HEARTBEAT_MS = 30_000;
/** Longer than Node's 5 s, after which connections of clients that pause between calls would be closed. */
const KEEP_ALIVE_MS = 65_000;
/** Protects the process when the published limit on a body is switched off. */
const MAX_BODY_BYTES = 8_000_000;

/**
 * Serves a tenant on loopback until it is closed. Rejects, in one line, when the port is in use.
 *
 * @example
 * const tenant = await startTenant({ port: 0, profile: loadProfile('healthy', ['agents.capacity=2']) });
 * new WebSocket(`${tenant.addresses.messaging}?deploymentId=${deploymentId(1)}`, { origin: 'https://example.com' });
 * await tenant.close();
 */
export async function startTenant({
  port = DEFAULT_PORT,
  profile,
  seed = 1,
  clock = new SystemClock(),
  serve,
}: StartTenantOptions): Promise<RunningTenant> {
  const tenant = new Tenant(structuredClone(profile), seed, clock);
  const http = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  const service = new TenantServer(tenant, http);
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

class TenantServer {
  readonly #tenant: Tenant;
  readonly #http: Server;
  readonly #platform: PlatformEndpoint;
  readonly #connections = new Set<Socket>();
  #address = '';

  constructor(tenant: Tenant, http: Server) {
    this.#tenant = tenant;
    this.#http = http;
    this.#platform = new PlatformEndpoint(tenant, () => this.#address);
    http.on('request', (request, response) => {
      this.#request(request, response).catch(() => {
        if (response.headersSent) response.destroy();
        else send(response, failure(500, 'internal.server.error', 'The server could not process the request'));
      });
    });
    const upgrades = new WsUpgrades(tenant);
    http.on('upgrade', (request, socket, head) => {
      if (asksForWebSocket(request)) upgrades.take(request, socket as Socket, head);
      else serveWithoutUpgrade(http, request, socket as Socket, head);
    });
    http.on('connection', (socket) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
  }

  start(address: string): void {
    this.#address = address;
    this.#tenant.address = () => address;
    const { clock, channels, profile } = this.#tenant;
    const { restartAtSeconds } = profile.faults;
    if (restartAtSeconds !== undefined) clock.after(restartAtSeconds * 1_000, () => this.#restart());
    clock.every(SWEEP_MS, () => this.#tenant.sweep(clock.now()));
    clock.every(HEARTBEAT_MS, () => channels.heartbeat());
  }

  /** Drops every connection, as the restart of a gateway does. The org's state stays. */
  #restart(spared?: Socket): void {
    this.#tenant.faults.restarted(this.#tenant.clock.now());
    for (const socket of this.#connections) if (socket !== spared) socket.destroy();
  }

  async close(): Promise<void> {
    this.#tenant.clock.clear();
    const closed = new Promise((resolve) => this.#http.close(resolve));
    for (const socket of this.#connections) socket.destroy();
    await closed;
  }

  async #request(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path, query } = addressOf(request);
    const { limits, faults, clock } = this.#tenant;
    if (isFilePath(path)) return await answerFile(this.#tenant, this.#address, request, response);
    const text = await readBody(request, Math.min(limits.requestBytes, MAX_BODY_BYTES));
    if (text === undefined) return send(response, failure(413, 'request.entity.too.large', 'The body is too large'));
    const method = request.method ?? 'GET';
    if (path.startsWith('/headroom/')) {
      const call = { method, path, body: text, restart: () => this.#restart(request.socket) };
      return answerControl(this.#tenant, call, response);
    }
    const received = { request, path, query, text };
    if (path.startsWith('/oauth/')) return send(response, this.#platform.oauth(received));
    const answer = this.#platform.call(received, response);
    const delayMs = faults.apiDelayMs();
    if (delayMs === 0) send(response, answer);
    else clock.after(delayMs, () => send(response, answer));
  }
}

function send(response: ServerResponse, { status, body, headers }: ApiAnswer): void {
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
