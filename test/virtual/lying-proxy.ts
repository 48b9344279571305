import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';

/** A connection of a WebSocket through the proxy. */
export interface Through {
  /** Which one it is of its kind, from 0. */
  readonly number: number;
  readonly kind: 'guest' | 'notifications';
  /** Sends a frame to whoever connected. False where the connection is over. */
  tell(frame: string): boolean;
  /** Cuts it: both ends read the end of the connection, without a close frame. */
  cut(): void;
}

/** What a proxy does to what passes. A frame is passed as what the lie returns for it: none, another, or several. */
export interface Lies {
  /** Answers an upgrade in the place of the org, with these bytes of HTTP; undefined passes it on. */
  upgrade?(path: string): Buffer | undefined;
  /** A socket has opened. */
  opened?(through: Through): void;
  /** From the org to a guest, or to an agent over the notifications. */
  down?(frame: string, through: Through): readonly string[];
  /** From a guest to the org. */
  up?(frame: string, through: Through): readonly string[];
  /** Answers a request in the place of the org; undefined passes it on. */
  answer?(method: string, path: string, body: string): { readonly status: number; readonly body: string } | undefined;
  /** Changes the body of an answer of the org. */
  body?(method: string, path: string, body: string, status: number): string | Promise<string>;
}

/** How the proxy serves, and reaches the org: over loopback, or in a world of its own. */
export interface Network {
  /** Starts to serve; gives `host:port`. */
  serve(server: Server): Promise<string> | string;
  connect(address: string): Duplex;
}

/** Starts a proxy before `org` (`host:port`) that tells these lies. Gives its address. */
export async function startLyingProxy(org: string, lies: Lies, { serve, connect }: Network): Promise<string> {
  const sockets = { guest: 0, notifications: 0 };
  let own = '';
  const upstream = () => connect(org) as never;
  const server = createServer(async (asked, answer) => {
    const sent = await bodyOf(asked);
    const { method = 'GET', url = '/' } = asked;
    const instead = lies.answer?.(method, url, sent);
    if (instead !== undefined) {
      answer.writeHead(instead.status, { 'Content-Type': 'application/json' }).end(instead.body);
      return;
    }
    const headers = { ...asked.headers, host: org };
    const passed = request({ method, path: url, headers, createConnection: upstream }, async (from) => {
      const told = (await bodyOf(from)).replaceAll(`//${org}/`, `//${own}/`);
      const {
        'content-length': _length,
        'transfer-encoding': _coding,
        connection: _connection,
        ...kept
      } = from.headers;
      const { statusCode: status = 502 } = from;
      answer.writeHead(status, kept).end((await lies.body?.(method, url, told, status)) ?? told);
    });
    passed.on('error', () => answer.destroy());
    passed.end(sent);
  });
  const wss = new WebSocketServer({ noServer: true });
  server.on('upgrade', (asked: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { url = '/', headers } = asked;
    const kind = url.startsWith('/channels/') ? 'notifications' : 'guest';
    const { origin } = headers;
    const instead = lies.upgrade?.(url);
    if (instead !== undefined) {
      socket.on('error', () => socket.destroy());
      socket.end(instead);
      return;
    }
    const far = new WebSocket(`ws://${org}${url}`, {
      createConnection: upstream,
      ...(origin === undefined ? {} : { origin }),
      perMessageDeflate: false,
    });
    far.on('error', () => socket.destroy());
    far.once('unexpected-response', (_request, refusal) => void refuse(socket, refusal));
    // The org may speak before the near end is open.
    const early: string[] = [];
    const keep = (data: unknown) => early.push(String(data));
    far.on('message', keep);
    far.once('open', () =>
      wss.handleUpgrade(asked, socket, head, (near) => {
        const cut = () => {
          near.terminate();
          far.terminate();
        };
        const tell = (frame: string) => {
          if (near.readyState !== WebSocket.OPEN) return false;
          near.send(frame);
          return true;
        };
        const through: Through = { number: sockets[kind]++, kind, tell, cut };
        const down = (frame: string) => {
          for (const one of lies.down?.(frame, through) ?? [frame]) near.send(one);
        };
        const up = (frame: string) => {
          for (const one of lies.up?.(frame, through) ?? [frame]) far.send(one);
        };
        far.off('message', keep);
        early.forEach(down);
        far.on('message', (data) => down(String(data)));
        near.on('message', (data) => up(String(data)));
        near.on('error', cut);
        far.on('close', (code) => (code === 1006 || code === 1005 ? near.terminate() : near.close(code)));
        near.on('close', (code) => (code === 1006 || code === 1005 ? far.terminate() : far.close(code)));
        lies.opened?.(through);
      }),
    );
  });
  own = await serve(server);
  return own;
}

async function refuse(socket: Duplex, refusal: IncomingMessage): Promise<void> {
  const body = await bodyOf(refusal);
  const { statusCode, statusMessage, headers } = refusal;
  const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${statusCode} ${statusMessage}\r\n${head}\r\n${body}`);
}

async function bodyOf(stream: IncomingMessage | ServerResponse): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as IncomingMessage) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
