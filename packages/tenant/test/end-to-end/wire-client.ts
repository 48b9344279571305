import { once } from 'node:events';
import type { ServerFrame } from '@headroom/genesys-wire/guest';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { loadProfile } from '../../src/profile/load.ts';
import type { Entry } from '../../src/record/record.ts';
import { startTenant } from '../../src/server.ts';
import { httpCall } from '../http-call.ts';

export const DEPLOYMENT = 'd0000000-0000-4000-8000-000000000001';
export const QUEUE = 'c0000000-0000-4000-8000-000000000001';
export const WRAP_UP_CODE = 'e0000000-0000-4000-8000-000000000001';
export const AGENT = 'a0000000-0000-4000-8000-000000000001';
const ORIGIN = 'https://example.com';

export interface WireOrg {
  readonly address: string;
  /** The tenant's time: it stands still until a test moves it. */
  readonly clock: ManualClock;
  /** A Platform API call as agent 1, unless a token is named. */
  call(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<{ status: number; headers: Headers; body: never }>;
  record(): Promise<Entry[]>;
}

/** A tenant in this process, with `sets` over its healthy profile, until the test ends. */
export async function orgWith(...sets: string[]): Promise<WireOrg> {
  const clock = new ManualClock();
  const tenant = await startTenant({
    port: 0,
    profile: loadProfile('healthy', ['agents.count=5', ...sets]),
    seed: 1,
    clock,
  });
  onTestFinished(() => tenant.close());
  const { address } = tenant.addresses;
  return {
    address,
    clock,
    async call(method, path, body, token = 'simulated-agent-1') {
      const authorization = { Authorization: `bearer ${token}`, 'Content-Type': 'application/json' };
      const { status, headers, text } = await httpCall(method, `http://${address}${path}`, authorization, body);
      return {
        status,
        headers,
        body: (text === '' ? undefined : JSON.parse(text)) as never,
      };
    },
    async record() {
      const text = await (await fetch(`http://${address}/headroom/record`)).text();
      return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Entry]));
    },
  };
}

/** One guest connection: what it sent has answers, in order of arrival. */
export class WireGuest {
  readonly socket: WebSocket;
  readonly token: string;
  readonly #frames: ServerFrame[] = [];
  #arrived: () => void = () => {};

  constructor(socket: WebSocket, token: string) {
    this.socket = socket;
    this.token = token;
    socket.on('message', (data) => {
      this.#frames.push(JSON.parse(String(data)) as ServerFrame);
      this.#arrived();
    });
  }

  send(action: string, more: object = {}): void {
    this.socket.send(JSON.stringify({ action, token: this.token, tracingId: action, ...more }));
  }

  say(text: string, more: object = {}): void {
    this.send('onMessage', { message: { type: 'Text', text, ...more }, tracingId: text });
  }

  /** The next frame that has arrived or will. */
  async next(): Promise<ServerFrame> {
    for (;;) {
      const frame = this.#frames.shift();
      if (frame !== undefined) return frame;
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
  }
}

/** Opens a guest socket; `upgrade` is what HTTP answered when it was refused. */
export async function dial(
  org: WireOrg,
  { origin = ORIGIN, deployment = DEPLOYMENT } = {},
): Promise<WebSocket | { status: number; body: string; retryAfter: string | undefined }> {
  const socket = new WebSocket(`ws://${org.address}/v1?deploymentId=${deployment}`, { headers: { Origin: origin } });
  onTestFinished(() => socket.terminate());
  const refused = new Promise<{ status: number; body: string; retryAfter: string | undefined }>((resolve) => {
    socket.once('unexpected-response', (_, response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body, retryAfter: response.headers['retry-after'] });
      });
    });
  });
  return Promise.race([once(socket, 'open').then(() => socket), refused]);
}

/** A guest whose session is configured. */
export async function guestOf(org: WireOrg, token = crypto.randomUUID()): Promise<WireGuest> {
  const socket = await dial(org);
  if (!(socket instanceof WebSocket)) throw new Error(`refused: ${socket.status}`);
  const guest = new WireGuest(socket, token);
  guest.send('configureSession', { deploymentId: DEPLOYMENT });
  const answer = await guest.next();
  if (answer.class !== 'SessionResponse') throw new Error(`not configured: ${JSON.stringify(answer)}`);
  return guest;
}
