import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** A bare `ws` server that echoes each frame. It prints its address as one JSON line, as the tenant does. */
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, backlog: 8_192, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data) => socket.send(String(data)));
});
server.on('listening', () => {
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.stdout.write(`${JSON.stringify({ address })}\n`);
});
process.on('SIGINT', () => process.exit(0));
