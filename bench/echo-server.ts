import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** The least a server can do: each frame comes back as it is. Its address is one JSON line, as the tenant's is. */
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, backlog: 8_192, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data) => socket.send(String(data)));
});
server.on('listening', () => {
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.stdout.write(`${JSON.stringify({ address })}\n`);
});
process.on('SIGINT', () => process.exit(0));
