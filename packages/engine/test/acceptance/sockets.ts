import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/** What a path of the server does with a websocket that it has accepted. */
type Accepted = (client: WebSocket, request: IncomingMessage, tcp: Socket, last: number) => void;

const ACCEPTED: Readonly<Record<string, Accepted>> = {
  /** Echoes every frame. */
  ws: (client) => client.on('message', (data, binary) => client.send(data, { binary })),
  /** Closes at the first frame, with the code of the path; 0 is a close frame without one. */
  'ws-close': (client, _request, _tcp, code) =>
    client.on('message', () => (code === 0 ? client.close() : client.close(code, 'as asked'))),
  /** Tells the headers of the upgrade. */
  'ws-headers': (client, request) => client.send(JSON.stringify({ ...request.headers, path: request.url })),
  /** Ends the TCP connection at the first frame, without a close frame. */
  'ws-eof': (client, _request, tcp) => client.on('message', () => tcp.destroy()),
  /** Resets it instead. */
  'ws-reset': (client, _request, tcp) => client.on('message', () => tcp.resetAndDestroy()),
  /** Pings once. */
  'ws-ping': (client) => client.ping('are you there'),
  /** Sends a pong that nobody asked for. */
  'ws-pong': (client) => client.pong('77'),
};

/** The socket is to be answered otherwise than by a websocket. */
const UNACCEPTED: Readonly<Record<string, (tcp: Duplex, last: number) => void>> = {
  'ws-refuse': (tcp, status) => {
    const body = `refused with ${status}`;
    tcp.end(
      `HTTP/1.1 ${status} Refused\r\nContent-Type: text/plain\r\nRetry-After: 7\r\nContent-Length: ${body.length}\r\n` +
        `Connection: close\r\n\r\n${body}`,
    );
  },
  'ws-redirect': (tcp) =>
    tcp.end('HTTP/1.1 302 Found\r\nLocation: /ws\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
  'ws-bad-accept': (tcp) =>
    tcp.end(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n',
    ),
  /** Never answers. */
  'ws-silent': (tcp) => tcp.resume().once('end', () => tcp.end()),
  /** Hangs up before it answers. */
  'ws-hang-up': (tcp) => tcp.end(),
};

/** Codes of the close frames that clients have sent, by the query parameter `by` of their upgrade. */
export type Closes = Map<string, number[]>;

/** Answers upgrades by the first part of the path. */
export function upgrades(seen: string[], closes: Closes) {
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => [...offered][0] ?? false });
  return (request: IncomingMessage, tcp: Duplex, head: Buffer): void => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    seen.push(`WS ${pathname}`);
    const [kind = '', last] = pathname.slice(1).split('/');
    const refuse = UNACCEPTED[kind];
    const accept = ACCEPTED[kind];
    tcp.on('error', () => undefined);
    if (refuse) refuse(tcp, Number(last));
    else if (!accept) UNACCEPTED['ws-refuse']?.(tcp, 404);
    else {
      sockets.handleUpgrade(request, tcp, head, (client) => {
        const by = searchParams.get('by') ?? '';
        client.on('close', (code) => closes.set(by, [...(closes.get(by) ?? []), code]));
        client.on('error', () => undefined);
        accept(client, request, tcp as Socket, Number(last));
      });
    }
  };
}
