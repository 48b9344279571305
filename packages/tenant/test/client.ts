import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ContentPart } from '@headroom/genesys-wire/guest';
import { onTestFinished } from 'vitest';
import { type RawData, WebSocket } from 'ws';
import { ManualClock } from '../src/base/manual-clock.ts';
import { deploymentId, queueId } from '../src/base/ready-made-ids.ts';
import { loadProfile } from '../src/profile/load.ts';
import { type RunningTenant, startTenant } from '../src/server.ts';
import { httpCall } from './http-call.ts';

export const ORIGIN = 'https://example.com';
/** The default of 2,000 takes longer to make than most tests to run. */
const FEW_AGENTS = 'agents.count=60';

/** A tenant of its own for one test, closed with it. */
export async function tenantWith(sets: readonly string[] = [], profile = 'healthy', seed = 1): Promise<RunningTenant> {
  const tenant = await startTenant({ port: 0, profile: loadProfile(profile, [FEW_AGENTS, ...sets]), seed });
  onTestFinished(() => tenant.close());
  return tenant;
}

/** The same on a clock that only the test moves: nothing times out until it does. */
export async function stillTenant(sets: readonly string[] = [], profile = 'healthy', seed = 1) {
  const clock = new ManualClock();
  const tenant = await startTenant({ port: 0, profile: loadProfile(profile, [FEW_AGENTS, ...sets]), seed, clock });
  onTestFinished(() => tenant.close());
  return { tenant, clock };
}

/** A server frame as a client sees it. */
export interface ReceivedFrame {
  readonly type: string;
  readonly class: string;
  readonly code: number;
  readonly tracingId?: string;
  readonly body: Body;
}

/** The fields tests look at; a `string` frame's body is its text. */
interface Body {
  readonly id?: string;
  readonly type?: string;
  readonly text?: string;
  readonly originatingMessageId?: string;
  readonly content?: readonly ContentPart[];
  readonly newSession?: boolean;
  readonly expirationDate?: number;
  readonly jwt?: string;
  readonly exp?: number;
  readonly channel?: { readonly time: string; readonly messageId?: string };
}

export interface Refused {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

interface Where {
  readonly deployment?: string;
  readonly origin?: string;
  readonly from?: string;
}

function dial(tenant: RunningTenant, { deployment = deploymentId(1), origin = ORIGIN, from }: Where): WebSocket {
  const url = `${tenant.addresses.messaging}?deploymentId=${deployment}`;
  return new WebSocket(url, { origin, perMessageDeflate: false, ...(from ? { localAddress: from } : {}) });
}

/** How an upgrade was refused; undefined when it opened or the connection broke. */
export async function upgrade(tenant: RunningTenant, where: Where = {}): Promise<Refused | undefined> {
  const socket = dial(tenant, where);
  onTestFinished(() => socket.terminate());
  socket.on('error', () => {});
  return new Promise((resolve) => {
    socket.once('open', () => resolve(undefined));
    socket.once('close', () => resolve(undefined));
    socket.once('unexpected-response', async (_request, response) => {
      let body = '';
      for await (const chunk of response) body += chunk;
      resolve({ status: response.statusCode ?? 0, body, headers: response.headers });
    });
  });
}

/** A guest on a plain socket: sends frames, and waits for the ones it is asked for. */
export class TestGuest {
  readonly socket: WebSocket;
  readonly token: string;
  readonly deployment: string;
  readonly frames: ReceivedFrame[] = [];
  readonly closed: Promise<number>;
  #wake: () => void = () => {};

  private constructor(socket: WebSocket, token: string, deployment: string) {
    this.socket = socket;
    this.token = token;
    this.deployment = deployment;
    this.closed = once(socket, 'close').then(([code]) => code as number);
    socket.on('message', (data: RawData) => {
      this.frames.push(JSON.parse(String(data)) as ReceivedFrame);
      this.#wake();
    });
  }

  /** An open socket, not configured. */
  static async open(tenant: RunningTenant, where: Where & { readonly token?: string } = {}): Promise<TestGuest> {
    const socket = dial(tenant, where);
    onTestFinished(() => socket.terminate());
    const guest = new TestGuest(socket, where.token ?? randomUUID(), where.deployment ?? deploymentId(1));
    await once(socket, 'open');
    return guest;
  }

  /** An open socket with its session. */
  static async session(tenant: RunningTenant, where: Where & { readonly token?: string } = {}): Promise<TestGuest> {
    const guest = await TestGuest.open(tenant, where);
    await guest.ask({ action: 'configureSession', deploymentId: guest.deployment });
    return guest;
  }

  raw(text: string | Buffer): void {
    this.socket.send(text);
  }

  send(frame: Readonly<Record<string, unknown>>): void {
    this.raw(JSON.stringify({ token: this.token, ...frame }));
  }

  /** Sends a frame and waits for the answer with its tracingId. */
  ask(frame: Readonly<Record<string, unknown>>): Promise<ReceivedFrame> {
    const tracingId = randomUUID();
    this.send({ tracingId, ...frame });
    return this.next((answer) => answer.tracingId === tracingId);
  }

  say(text: string, more: Readonly<Record<string, unknown>> = {}): Promise<ReceivedFrame> {
    return this.ask({ action: 'onMessage', message: { type: 'Text', text, ...more } });
  }

  presence(type: string): Readonly<Record<string, unknown>> {
    return { action: 'onMessage', message: { type: 'Event', events: [{ eventType: 'Presence', presence: { type } }] } };
  }

  /** The first frame, seen already or to come, that fits; it is taken out. */
  async next(fits: (frame: ReceivedFrame) => boolean): Promise<ReceivedFrame> {
    for (;;) {
      const index = this.frames.findIndex(fits);
      const [frame] = index < 0 ? [] : this.frames.splice(index, 1);
      if (frame !== undefined) return frame;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  of(kind: string): Promise<ReceivedFrame> {
    return this.next((frame) => frame.class === kind);
  }
}

/** An agent's call of the Platform API. */
export async function api(tenant: RunningTenant, method: string, path: string, body?: unknown, agent = 1) {
  const headers = { Authorization: `Bearer simulated-agent-${agent}`, 'Content-Type': 'application/json' };
  const answer = await httpCall(method, `${tenant.addresses.api}${path}`, headers, body);
  return { ...answer, body: answer.text === '' ? undefined : JSON.parse(answer.text) };
}

/** What the queue's observations say, each figure by its name, or by name and qualifier. */
export async function observed(tenant: RunningTenant, ...metrics: string[]): Promise<Record<string, number>> {
  const filter = { type: 'or', predicates: [{ dimension: 'queueId', value: queueId(1) }] };
  const { body } = await api(tenant, 'POST', '/api/v2/analytics/queues/observations/query', { filter, metrics });
  const data: { metric: string; qualifier?: string; stats: { count: number } }[] = body.results[0].data;
  return Object.fromEntries(
    data.map(({ metric, qualifier, stats }) => [qualifier ? `${metric} ${qualifier}` : metric, stats.count]),
  );
}

/** The tenant's own endpoint. */
export async function control(tenant: RunningTenant, path: string, method = 'GET', body?: unknown) {
  const { status, text } = await httpCall(method, `${tenant.addresses.control}${path}`, {}, body);
  return {
    status,
    text,
    lines: () =>
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  };
}
