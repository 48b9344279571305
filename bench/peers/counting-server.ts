import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/**
 * A bare `ws` server that echoes each frame, and counts: it is the second account of what a peer says it did. It admits at
 * most as many sockets at once as its argument says, and answers the others 503. It prints its address as one JSON line,
 * and gives its counts as JSON to `GET /`.
 *
 *     node counting-server.js [<sockets at once>]
 */
const most = Number(process.argv[2] ?? Number.POSITIVE_INFINITY);

/** What the server saw. */
export interface Counts {
  readonly open: number;
  readonly mostOpen: number;
  readonly admitted: number;
  readonly refused: number;
  readonly messages: number;
  /** When each upgrade was asked for, in ms. */
  readonly askedAt: readonly number[];
}

const counts = { open: 0, mostOpen: 0, admitted: 0, refused: 0, messages: 0, askedAt: [] as number[] };
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const server = createServer((_, response) => response.end(JSON.stringify(counts)));
server.on('upgrade', (request, socket, head) => {
  counts.askedAt.push(performance.now());
  if (counts.open >= most) {
    counts.refused++;
    const body = 'Max concurrent connections exceeded';
    socket.end(
      `HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    return;
  }
  counts.admitted++;
  counts.mostOpen = Math.max(counts.mostOpen, ++counts.open);
  sockets.handleUpgrade(request, socket, head, (connection) => {
    connection.on('message', (data) => {
      counts.messages++;
      connection.send(String(data));
    });
    connection.on('close', () => counts.open--);
    connection.on('error', () => {});
  });
});
server.listen({ host: '127.0.0.1', port: 0, backlog: 8_192 }, () => {
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.stdout.write(`${JSON.stringify({ address })}\n`);
});
process.on('SIGINT', () => process.exit(0));
