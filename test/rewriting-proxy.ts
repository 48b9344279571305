import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

/** What a proxy makes of what a tenant says. What it leaves out passes as it is. */
export interface Rewriting {
  /** Of a call's answer; `path` is without its query. Undefined is an answer without a body. */
  readonly answer?: (body: unknown, method: string, path: string) => unknown;
  /** Of a frame to a guest. */
  readonly guestFrame?: (frame: object) => object;
}

export interface Proxy {
  /** `127.0.0.1:port`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * An org that answers otherwise than the tenant behind it: a proxy on loopback. Addresses that the tenant gives lead
 * through it too.
 *
 * @param tenant `127.0.0.1:port`
 */
export async function startProxy(tenant: string, rewriting: Rewriting): Promise<Proxy> {
  const server = http.createServer((request, response) => void passOn(tenant, rewriting, request, response));
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (client, { url = '', headers }) => {
    const { origin } = headers;
    const upstream = new WebSocket(`ws://${tenant}${url}`, origin === undefined ? {} : { origin });
    const asItIs = (frame: object) => frame;
    bridge(client, upstream, url.startsWith('/channels/') ? asItIs : (rewriting.guestFrame ?? asItIs));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        for (const client of sockets.clients) client.terminate();
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function passOn(
  tenant: string,
  { answer }: Rewriting,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '', headers } = request;
  const body = await text(request);
  const { host, connection: _, 'content-length': __, 'transfer-encoding': ___, ...rest } = headers;
  const init = { method, headers: rest as Record<string, string>, redirect: 'manual' as const };
  const answered = await fetch(`http://${tenant}${url}`, body === '' ? init : { ...init, body });
  const said = (await answered.text()).replaceAll(tenant, host ?? tenant);
  const rewritten =
    answer && said !== '' && answered.ok
      ? JSON.stringify(await answer(JSON.parse(said), method, url.split('?')[0] ?? url))
      : said;
  response.writeHead(answered.status, { 'content-type': answered.headers.get('content-type') ?? 'application/json' });
  response.end(rewritten);
}

function bridge(client: WebSocket, upstream: WebSocket, rewrite: (frame: object) => object): void {
  const waiting: RawData[] = [];
  const forward = (data: RawData) => upstream.send(String(data));
  client.on('message', (data) => (upstream.readyState === WebSocket.OPEN ? forward(data) : waiting.push(data)));
  upstream.on('open', () => waiting.splice(0).forEach(forward));
  upstream.on('message', (data) => client.send(JSON.stringify(rewrite(JSON.parse(String(data)) as object))));
  upstream.on('close', () => client.close());
  client.on('close', () => upstream.close());
  for (const socket of [client, upstream]) socket.on('error', () => socket.terminate());
}
