import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent as Connections, request } from 'node:http';
import type { Conversation, NotificationFrame } from '@headroom/genesys-wire/platform';
import { agentId, deploymentId } from '@headroom/tenant';
import { WebSocket } from 'ws';

/** Sockets that open at the same time. */
const AT_ONCE = 50;
const ON_QUEUE = 'b0000000-0000-4000-8000-000000000006';
const ROOT = '/api/v2/conversations/messages';
const TEXT = 'Where is my order? It was to come on Monday, and it is Thursday now.';

/** Guests and agents on one server. Counts WebSocket frames in both directions. */
export class Fleet {
  sent = 0;
  received = 0;
  readonly #address: string;
  readonly #connections = new Connections({ keepAlive: true, maxSockets: AT_ONCE });
  readonly #guests: { readonly socket: WebSocket; readonly token: string }[] = [];
  readonly #sockets: WebSocket[] = [];
  #accepted = 0;

  constructor(address: string) {
    this.#address = address;
  }

  /** How many conversations agents accepted. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Opens a notification channel for each of the agents 1 to `count`, and puts them on queue. */
  async agents(count: number): Promise<void> {
    await inParallel(count, async (index) => {
      const token = `simulated-agent-${index + 1}`;
      const id = agentId(index + 1);
      const { connectUri, id: channel } = await this.#call<{ connectUri: string; id: string }>(
        'POST',
        '/api/v2/notifications/channels',
        token,
      );
      const topics = [{ id: `v2.users.${id}.conversations` }];
      await this.#call('PUT', `/api/v2/notifications/channels/${channel}/subscriptions`, token, topics);
      const socket = await this.#open(connectUri);
      socket.on('message', (data) => this.#heard(JSON.parse(String(data)) as NotificationFrame, id, token));
      const presence = { presenceDefinition: { id: ON_QUEUE } };
      await this.#call('PATCH', `/api/v2/users/${id}/presences/purecloud`, token, presence);
    });
  }

  /** Opens `count` guest sessions, each of which sends one message. */
  async guests(count: number): Promise<void> {
    await inParallel(count, async (index) => {
      const deployment = deploymentId((index % 12) + 1);
      const socket = await this.#open(`ws://${this.#address}/v1?deploymentId=${deployment}`);
      const guest = { socket, token: randomUUID() };
      this.#guests.push(guest);
      const configured = once(socket, 'message');
      this.#send(socket, { action: 'configureSession', deploymentId: deployment, token: guest.token });
      await configured;
      const answered = once(socket, 'message');
      this.#say(guest);
      await answered;
    });
  }

  /** Opens `count` plain sockets, for a server that echoes what guests send. */
  async echoes(count: number): Promise<void> {
    await inParallel(count, async () => {
      this.#guests.push({ socket: await this.#open(`ws://${this.#address}`), token: randomUUID() });
    });
  }

  /** For `seconds`, every guest sends a message each `everySeconds`; together they are evenly spaced. */
  async talk(seconds: number, everySeconds: number): Promise<void> {
    const start = performance.now();
    const perSecond = this.#guests.length / everySeconds;
    for (let said = 0; said < perSecond * seconds; ) {
      const due = ((performance.now() - start) / 1_000) * perSecond;
      for (; said < due; said++) {
        const guest = this.#guests[said % this.#guests.length];
        if (guest !== undefined) this.#say(guest);
      }
      await pause(20);
    }
    await pause(500);
  }

  close(): void {
    for (const socket of this.#sockets) socket.terminate();
    this.#connections.destroy();
  }

  #say({ socket, token }: { readonly socket: WebSocket; readonly token: string }): void {
    const message = { type: 'Text', text: TEXT };
    this.#send(socket, { action: 'onMessage', token, tracingId: randomUUID(), message });
  }

  #send(socket: WebSocket, frame: object): void {
    this.sent++;
    socket.send(JSON.stringify(frame));
  }

  async #open(url: string): Promise<WebSocket> {
    const socket = new WebSocket(url, { origin: 'https://example.com', perMessageDeflate: false });
    this.#sockets.push(socket);
    socket.on('message', () => this.received++);
    await once(socket, 'open');
    return socket;
  }

  /** Accepts a conversation that alerts. */
  #heard({ eventBody }: NotificationFrame, userId: string, token: string): void {
    const { id, participants } = eventBody as Conversation;
    const mine = participants?.filter((participant) => participant.userId === userId).at(-1);
    if (mine?.messages[0]?.state !== 'alerting') return;
    void this.#call('PATCH', `${ROOT}/${id}/participants/${mine.id}`, token, { state: 'connected' }).then(() => {
      this.#accepted++;
    });
  }

  #call<T>(method: string, path: string, token: string, body?: unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      const headers = { Authorization: `bearer ${token}`, 'Content-Type': 'application/json' };
      const url = `http://${this.#address}${path}`;
      const call = request(url, { method, headers, agent: this.#connections }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          if ((response.statusCode ?? 500) >= 300) reject(new Error(`${method} ${path}: ${response.statusCode}`));
          else resolve((text === '' ? undefined : JSON.parse(text)) as T);
        });
      });
      call.on('error', reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs `work` for each index from 0 to `count` - 1, 50 at a time. */
async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
