import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** Sends the head of a frame of 128 MB, and none of them. */
export function announceTooMuch(socket: WebSocket): void {
  const head = Buffer.from([0x82, 127, 0, 0, 0, 0, 0x08, 0, 0, 0]);
  (socket as unknown as { _socket: Socket })._socket.write(head);
}

/** Servers on ports of the system's choice, closed together. */
export class Servers {
  readonly #closers: (() => void)[] = [];

  close(): void {
    for (const close of this.#closers.splice(0)) close();
  }

  /** A WebSocket server; gives its URL. */
  async ws(connected: (socket: WebSocket, request: IncomingMessage) => void): Promise<string> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: (all) => [...all][0] ?? false });
    server.on('connection', connected);
    await new Promise((resolve) => server.once('listening', resolve));
    this.#closers.push(() => {
      for (const client of server.clients) client.terminate();
      server.close();
    });
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async http(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const server = http.createServer(answer);
    server.on('upgrade', (request, socket) => {
      const response = new http.ServerResponse(request);
      response.assignSocket(socket as Socket);
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#closers.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** A TCP server, for what no HTTP server would do. */
  async tcp(connected: (socket: Socket) => void): Promise<string> {
    const sockets = new Set<Socket>();
    const server = net.createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      connected(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#closers.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** An address that nothing listens on. */
  async nobody(): Promise<string> {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return `127.0.0.1:${port}`;
  }
}
