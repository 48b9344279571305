import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** Headers that belong to an upgrade (RFC 9110 section 7.8, RFC 7540 section 3.2.1). */
const OF_UPGRADES = ['upgrade', 'connection', 'http2-settings'];

/** Whether a request asks for a WebSocket (RFC 6455 section 4.1). */
export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/**
 * Serves a request that asks for another protocol, such as HTTP/2 (`h2c`), as the HTTP/1.1 request that it is: a server
 * may ignore an upgrade (RFC 9110 section 7.8). Java's HttpClient asks so with the first request of a connection. Node has
 * parsed its head already, so what is left of it is put back before the connection begins anew.
 */
export function serveWithoutUpgrade(http: Server, request: IncomingMessage, socket: Socket, body: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (!OF_UPGRADES.includes(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[at + 1]}`);
  }
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  socket.unshift(Buffer.concat([head, body]));
  http.emit('connection', socket);
}
