import type { MemoryWire } from './wire.ts';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Gives the body of the tenant's answer. */
export function ask(wire: MemoryWire, address: string, { method, path, headers, body = '' }: Request): Promise<string> {
  const [host = '', port] = address.split(':');
  const lines = Object.entries({ Host: address, ...headers, 'Content-Length': Buffer.byteLength(body) }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = wire.dial({ host, port: Number(port) }, undefined, (bytes) => {
      answer += bytes.toString();
    });
    socket.once('connect', () =>
      socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}Connection: close\r\n\r\n${body}`),
    );
    socket.once('end', () => resolve(answer.slice(answer.indexOf('\r\n\r\n') + 4)));
    socket.once('error', reject);
  });
}
