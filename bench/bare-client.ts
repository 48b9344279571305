import http from 'node:http';
import { performance } from 'node:perf_hooks';
import type { ServerFrame, WebMessagingMessageEntityList } from '@headroom/genesys-wire/guest';
import type {
  Conversation,
  MessageData,
  NotificationFrame,
  Participant,
  WrapupCode,
} from '@headroom/genesys-wire/platform';
import { WebSocket } from 'ws';

/**
 * What the embedded engine is compared with: the same customers and agents on bare `ws` and `node:http`, without script,
 * metrics and checks. A customer comes, talks, reads its history and leaves; an agent accepts, reads, answers, looks up
 * what was stored and wraps up. Prints one JSON line at the end.
 *
 *     node bare-client.js <host:port> <customers> <agents> <perSecond> <seconds of a visit>
 */
const [address = '', customers = '0', agents = '0', perSecond = '100', seconds = '60'] = process.argv.slice(2);
const DEPLOYMENT = 'd0000000-0000-4000-8000-000000000001';
const THINK_MS = 10_000;
const REPLY_MS = 1_000;
const WRAP_UP_MS = 150;
/** From the last customer's departure to the last agent's wrap-up. */
const AFTER_MS = 5_000;
/** At most one connection for each agent: a machine that falls behind would run out of file descriptors. */
const agentHttp = new http.Agent({ keepAlive: true, maxSockets: Number(agents) });
const acks: number[] = [];
let open = 0;
let left = 0;
/** WebSocket frames, sent and received, of customers and agents. */
let frames = 0;
let code: Promise<WrapupCode[]> | undefined;

function call(method: string, path: string, token: string, body?: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const [host, port] = address.split(':');
    const headers = { Authorization: `bearer ${token}`, 'Content-Type': 'application/json' };
    const request = http.request({ host, port, method, path, headers, agent: agentHttp }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text === '' ? undefined : JSON.parse(text)));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      // The server may close an idle connection at the moment when it is used again.
      if (request.reusedSocket && error.code === 'ECONNRESET') resolve(call(method, path, token, body));
      else reject(error);
    });
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** A customer: sends a message, waits for the agent's, thinks, and so on; then reads the history, clears and leaves. */
function customer(index: number): void {
  const token = crypto.randomUUID();
  const socket = new WebSocket(`ws://${address}/v1?deploymentId=${DEPLOYMENT}`, {
    perMessageDeflate: false,
    headers: { Origin: 'https://example.com' },
  });
  let sentAt = 0;
  let turn = 0;
  let leaving = false;
  const send = (frame: object) => {
    frames++;
    socket.send(JSON.stringify({ token, ...frame }));
  };
  const leave = async (jwt: string) => {
    const history = (await call(
      'GET',
      '/api/v2/webmessaging/messages?pageNumber=1&pageSize=100',
      jwt,
    )) as WebMessagingMessageEntityList;
    if (history.entities.length < turn) throw new Error(`${history.entities.length} of ${turn} messages were stored`);
    const events = [{ eventType: 'Presence', presence: { type: 'Clear' } }];
    send({ action: 'onMessage', tracingId: 'clear', message: { type: 'Event', events } });
  };
  const say = () => {
    if (leaving) return;
    sentAt = performance.now();
    const message = { type: 'Text', text: `line ${turn} of customer ${index}` };
    send({ action: 'onMessage', tracingId: `${++turn}`, message });
  };
  socket.on('open', () => {
    open++;
    send({ action: 'configureSession', deploymentId: DEPLOYMENT, tracingId: 'configure' });
    setTimeout(() => {
      leaving = true;
      send({ action: 'getJwt', tracingId: 'jwt' });
    }, Number(seconds) * 1_000);
  });
  socket.on('message', (data) => {
    frames++;
    const frame = JSON.parse(String(data)) as ServerFrame;
    if (frame.class === 'SessionResponse') setTimeout(say, Math.random() * THINK_MS);
    else if (frame.class === 'JwtResponse') void leave(frame.body.jwt);
    else if (frame.class === 'SessionClearedEvent') {
      left++;
      socket.close(1000);
    } else if (frame.class === 'StructuredMessage') {
      if (frame.body.type !== 'Text') return;
      if (frame.body.direction === 'Inbound') acks.push(performance.now() - sentAt);
      else setTimeout(say, THINK_MS);
    }
  });
  socket.on('error', () => {});
}

/** An agent: accepts what alerts, reads and answers each message, and wraps up. */
async function agent(n: number): Promise<void> {
  const token = `simulated-agent-${n}`;
  const { id } = (await call('GET', '/api/v2/users/me', token)) as { id: string };
  const channel = (await call('POST', '/api/v2/notifications/channels', token)) as { id: string; connectUri: string };
  await call('PUT', `/api/v2/notifications/channels/${channel.id}/subscriptions`, token, [
    { id: `v2.users.${id}.conversations` },
  ]);
  const definitions = (await call('GET', '/api/v2/presence/definitions', token)) as {
    entities: { id: string; systemPresence: string }[];
  };
  const presence = definitions.entities.find(({ systemPresence }) => systemPresence === 'OnQueue');
  const seen = new Set<string>();
  const socket = new WebSocket(channel.connectUri, { perMessageDeflate: false });
  socket.on('message', (data) => {
    frames++;
    const frame = JSON.parse(String(data)) as NotificationFrame;
    if (frame.topicName.endsWith('.conversations')) void handle(frame.eventBody as Conversation, id, token, seen);
  });
  socket.on('error', () => {});
  socket.on('open', () => {
    open++;
    void call('PATCH', `/api/v2/users/${id}/presences/purecloud`, token, { presenceDefinition: { id: presence?.id } });
  });
}

async function handle(
  { id, participants }: Conversation,
  userId: string,
  token: string,
  seen: Set<string>,
): Promise<void> {
  const me = participants.find((participant) => participant.userId === userId);
  const mine = me?.messages.at(-1);
  const path = `/api/v2/conversations/messages/${id}`;
  if (me !== undefined && mine?.state === 'disconnected' && !seen.has(id)) {
    seen.add(id);
    await wrapUp(id, me, token);
  }
  if (mine?.state === 'alerting') await call('PATCH', `${path}/participants/${me?.id}`, token, { state: 'connected' });
  if (mine?.state !== 'connected') return;
  const said = participants.flatMap(({ purpose, messages }) =>
    purpose === 'customer' ? (messages[0]?.messages ?? []) : [],
  );
  const unread = said.flatMap(({ messageId }) => (seen.has(messageId) ? [] : [messageId]));
  if (unread.length === 0) return;
  for (const messageId of unread) seen.add(messageId);
  const { entities } = (await call('POST', `${path}/messages/bulk`, token, unread)) as { entities: MessageData[] };
  setTimeout(() => {
    void call('POST', `${path}/communications/${mine.id}/messages`, token, {
      textBody: `answer to ${entities.length}`,
    });
  }, REPLY_MS);
}

/** Looks up whether the agent's messages were stored, and wraps up. */
async function wrapUp(id: string, me: Participant, token: string): Promise<void> {
  const path = `/api/v2/conversations/messages/${id}`;
  const { participants } = (await call('GET', `/api/v2/conversations/${id}`, token)) as Conversation;
  const own = participants.filter((participant) => participant.userId === me.userId);
  const said = own.flatMap(({ messages }) => messages.flatMap((one) => one.messages.map(({ messageId }) => messageId)));
  if (said.length > 0) await call('POST', `${path}/messages/bulk`, token, said);
  code ??= call('GET', `${path}/participants/${me.id}/wrapupcodes`, token) as Promise<WrapupCode[]>;
  const [first] = await code;
  setTimeout(() => {
    const to = `${path}/participants/${me.id}/communications/${me.messages.at(-1)?.id}/wrapup`;
    void call('POST', to, token, { code: first?.id, name: first?.name });
  }, WRAP_UP_MS);
}

let started = 0;
const total = Number(customers) + Number(agents);
const ramp = setInterval(() => {
  for (let n = 0; n < Number(perSecond) / 10 && started < total; n++, started++) {
    if (started < Number(agents)) void agent(started + 1);
    else customer(started - Number(agents));
  }
  if (started >= total) clearInterval(ramp);
}, 100);

function printResult(): void {
  acks.sort((a, b) => a - b);
  const { user, system } = process.cpuUsage();
  const p99Ms = acks[Math.floor(acks.length * 0.99)] ?? 0;
  const sound = open === total && left === Number(customers);
  process.stdout.write(`${JSON.stringify({ frames, cpuSeconds: (user + system) / 1e6, p99Ms, sound })}\n`);
  process.exit(0);
}

setTimeout(printResult, (total / Number(perSecond) + Number(seconds)) * 1_000 + AFTER_MS);
