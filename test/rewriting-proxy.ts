import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type Lies, startLyingProxy } from './virtual/lying-proxy.ts';

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
 * An org that answers otherwise than the tenant behind it: a lying proxy on loopback. Addresses that the tenant gives
 * lead through it too.
 *
 * @param tenant `127.0.0.1:port`
 */
export function startProxy(tenant: string, { answer, guestFrame }: Rewriting): Promise<Proxy> {
  return lyingOnLoopback(tenant, {
    down: (frame, { kind }) => [
      kind === 'guest' && guestFrame ? JSON.stringify(guestFrame(JSON.parse(frame) as object)) : frame,
    ],
    async body(method, path, body, status) {
      if (answer === undefined || body === '' || status < 200 || status > 299) return body;
      return JSON.stringify(await answer(JSON.parse(body), method, path.split('?')[0] ?? path)) ?? '';
    },
  });
}

/** A lying proxy on loopback. */
export async function lyingOnLoopback(tenant: string, lies: Lies): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let close = async () => {};
  const address = await startLyingProxy(tenant, lies, {
    serve: (server) => {
      close = () => closed(server, sockets);
      return listening(server, sockets);
    },
    connect: (to) => {
      const [host = '', port] = to.split(':');
      return connect(Number(port), host);
    },
  });
  return { address, close: () => close() };
}

async function listening(server: Server, sockets: Set<Socket>): Promise<string> {
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((is) => server.listen(0, '127.0.0.1', is));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function closed(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((is) => {
    server.close(() => is());
    for (const socket of sockets) socket.destroy();
  });
}
