import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

const open: { readonly server: Server; readonly sockets: Set<Socket> }[] = [];

/** Serves on a port of the system's choice, and gives `127.0.0.1:port`. */
export async function serve(listener: RequestListener): Promise<string> {
  return await listen(createServer({ keepAlive: true }, listener));
}

/** A proxy that takes every tunnel to one server, whatever its name, and notes the names. */
export async function proxyTo(address: string): Promise<{ readonly proxy: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((_, response) => response.writeHead(501).end());
  server.on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    const [host, port] = address.split(':');
    const there = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    for (const one of [there, socket]) one.on('error', () => there.destroy());
    socket.on('close', () => there.destroy());
  });
  return { proxy: `http://${await listen(server)}`, asked };
}

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  open.push({ server, sockets });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Ends the servers of a test file, with what is open on them. */
export async function stopServers(): Promise<void> {
  await Promise.all(
    open.splice(0).map(({ server, sockets }) => {
      for (const socket of sockets) socket.destroy();
      return new Promise((closed) => server.close(closed));
    }),
  );
}
