import { randomUUID } from 'node:crypto';
import type { RunIo } from '@headroom/engine';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { WebSocket } from 'ws';
import { type Deployment, guestAddress } from '../../lib/genesys/guest/deployment.ts';
import { GuestSession } from '../../lib/genesys/guest/session.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { proxyFor } from '../http/proxy-from-env.ts';
import { type Exchanges, parsedOrText } from './exchanges.ts';
import { GUEST_FRAMES } from './expected-shapes.ts';

/** No frame of Genesys comes near. */
const MAX_FRAME_BYTES = 1024 * 1024;

/** What a guest waits for. */
export type GuestEvent = 'ready' | 'echo' | 'reply' | 'end';

/** One guest session on the org. Each frame from the server is noted. */
export class HelloGuest {
  readonly #socket: WebSocket;
  readonly #session: GuestSession;
  readonly #seen = new Set<GuestEvent>();
  #failure: string | undefined;
  #changed = () => {};

  constructor(plan: Plan, deployment: Deployment, exchanges: Exchanges, env: RunIo['env']) {
    const { url, headers } = guestAddress(plan, deployment, 'hello');
    const proxy = proxyFor(url, env);
    const socket = new WebSocket(url, {
      headers: { ...headers },
      followRedirects: false,
      handshakeTimeout: 30_000,
      maxPayload: MAX_FRAME_BYTES,
      ...(proxy === undefined ? {} : { agent: new HttpsProxyAgent(proxy) }),
    });
    const wire = { send: (frame: string) => socket.send(frame), close: (code: number) => socket.close(code) };
    this.#socket = socket;
    this.#session = new GuestSession({ token: randomUUID(), deploymentId: deployment.id }, wire, {
      ready: () => this.#note('ready'),
      acked: () => this.#note('echo'),
      heard: () => this.#note('reply'),
      jwtGiven: () => {},
      ended: () => this.#note('end'),
      refused: ({ code }) =>
        this.#fail(`refused with ${typeof code === 'number' ? `code ${code}` : 'no number as code'}`),
    });
    socket.on('open', () => this.#session.opened(Date.now()));
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      const frame = parsedOrText(text);
      const name = (frame as { class?: unknown } | undefined)?.class;
      const known = typeof name === 'string' && GUEST_FRAMES.has(name) ? name : 'frame of another class';
      exchanges.note(`guest ${known}`, frame, GUEST_FRAMES.get(known));
      this.#received(text);
    });
    socket.on('unexpected-response', (_request, response) => {
      this.#fail(`the upgrade was answered with HTTP ${response.statusCode}`);
      socket.terminate();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => this.#fail(error.code ?? 'the connection failed'));
    socket.on('close', (code) => this.#fail(`the connection was closed with code ${code}`));
  }

  say(text: string, attributes: Readonly<Record<string, string>>): void {
    this.#session.say('hello', text, attributes, Date.now());
  }

  clear(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#session.clear(Date.now());
  }

  close(): void {
    this.#socket.close(1000);
  }

  /** Resolves to undefined once this has come, or to why it did not, in `withinMs` or before the connection ended. */
  async came(event: GuestEvent, withinMs: number): Promise<string | undefined> {
    const lastMs = Date.now() + withinMs;
    while (!this.#seen.has(event) && this.#failure === undefined && Date.now() < lastMs) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lastMs - Date.now());
        this.#changed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    if (this.#seen.has(event)) return undefined;
    return `guest: no ${event}: ${this.#failure ?? `not within ${withinMs / 1_000} s`}`;
  }

  /** What it throws may quote the frame. */
  #received(text: string): void {
    try {
      this.#session.received(text, Date.now());
    } catch {
      this.#fail('a frame came that cannot be understood');
    }
  }

  #note(event: GuestEvent): void {
    this.#seen.add(event);
    this.#changed();
  }

  #fail(why: string): void {
    this.#failure ??= why;
    this.#changed();
  }
}
