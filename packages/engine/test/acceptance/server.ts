import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Closes, upgrades } from './sockets.ts';

/** What an acceptance script talks to: HTTP and WebSocket on a port of its own. */
export interface AcceptanceServer {
  /** `http://127.0.0.1:PORT` */
  readonly base: string;
  /** Requests as `METHOD path?query`, upgrades as `WS path`, in the order they came. */
  readonly seen: readonly string[];
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

const POLLS_UNTIL_DONE = 3;
const LONGEST_DELAY_MS = 2_000;

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

function lastNumber(url: URL): number {
  return Number(url.pathname.split('/').at(-1));
}

function echo(request: IncomingMessage, response: ServerResponse): void {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts).toString();
    json(response, 200, { method: request.method, body, headers: request.headers });
  });
}

/** The third poll with one `id` is answered `done`. */
function pollAnswer(): Answer {
  const polls = new Map<string, number>();
  return (_request, response, url) => {
    const id = url.searchParams.get('id') ?? '';
    const count = (polls.get(id) ?? 0) + 1;
    polls.set(id, count);
    const done = count >= POLLS_UNTIL_DONE;
    json(response, done ? 200 : 202, { state: done ? 'done' : 'working' });
  };
}

function answers(closes: Closes): Record<string, Answer> {
  return {
    status: (_request, response, url) => {
      response.writeHead(lastNumber(url)).end();
    },
    json: (_request, response) => json(response, 200, { name: 'headroom', items: [1, 2, 3] }),
    delay: (_request, response, url) => {
      setTimeout(() => json(response, 200, { late: true }), Math.min(lastNumber(url), LONGEST_DELAY_MS));
    },
    headers: (request, response) => json(response, 200, request.headers),
    cookies: (request, response) => {
      response.setHeader('set-cookie', 'session=abc; Path=/');
      json(response, 200, { cookie: request.headers.cookie ?? '' });
    },
    login: (_request, response) => json(response, 201, { token: 'secret-token' }),
    closes: (_request, response, url) => json(response, 200, closes.get(url.searchParams.get('by') ?? '') ?? []),
    echo,
    poll: pollAnswer(),
  };
}

/** Listens on loopback, on a port the system chooses. */
export async function startServer(): Promise<AcceptanceServer> {
  const seen: string[] = [];
  const closes: Closes = new Map();
  const known = answers(closes);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    seen.push(`${request.method} ${request.url}`);
    const answer = known[url.pathname.split('/')[1] ?? ''];
    if (answer) answer(request, response, url);
    else response.writeHead(404).end();
  });
  server.on('upgrade', upgrades(seen, closes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
