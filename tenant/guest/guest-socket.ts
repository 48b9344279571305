import type { WebSocket } from 'ws';
import * as z from 'zod';
import type { ServerFrame, StructuredMessage } from '../../lib/messaging/wire.ts';
import type { Tenant } from '../tenant.ts';
import { type Session, sendTo } from './sessions.ts';

const attributes = z.object({ metadata: z.object({ customAttributes: z.record(z.string(), z.string()) }) }).partial();
const base = { token: z.string().min(1), tracingId: z.string().optional() };
const event = z.object({
  eventType: z.string(),
  presence: z.object({ type: z.string() }).optional(),
  typing: z.object({ type: z.string() }).optional(),
});
const frameSchema = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('configureSession'),
    ...base,
    deploymentId: z.string(),
    startNew: z.boolean().optional(),
  }),
  z.object({
    action: z.literal('onMessage'),
    ...base,
    message: z.object({
      type: z.enum(['Text', 'Structured', 'Event']).optional(),
      text: z.string().optional(),
      events: z.array(event).optional(),
      channel: attributes.optional(),
    }),
    channel: attributes.optional(),
  }),
  z.object({ action: z.literal('echo'), ...base, message: z.object({ text: z.string().optional() }).optional() }),
  z.object({ action: z.literal('getJwt'), ...base }),
  z.object({ action: z.literal('closeSession'), ...base, closeAllConnections: z.boolean().optional() }),
]);
type Frame = z.output<typeof frameSchema>;
type Of<A extends Frame['action']> = Extract<Frame, { action: A }>;

const MAX_TEXT_BYTES = 4_096;
const SESSION_SECONDS = 259_200;
const JWT_SECONDS = 3_600;

/** One guest connection (genesys.md section 1). */
export class GuestSocket {
  readonly #tenant: Tenant;
  readonly #socket: WebSocket;
  readonly #deploymentId: string;
  readonly #key: string;
  #session: Session | undefined;

  constructor(tenant: Tenant, socket: WebSocket, deploymentId: string, key: string) {
    this.#tenant = tenant;
    this.#socket = socket;
    this.#deploymentId = deploymentId;
    this.#key = key;
    socket.on('message', (data) => this.#received(String(data)));
    socket.once('close', () => this.#session?.sockets.delete(socket));
  }

  #received(text: string): void {
    const frame = parse(text);
    if (frame === undefined) return this.#error(400, 'Invalid request', undefined);
    const { tracingId } = frame;
    if (!this.#tenant.limits.requests(this.#key)) return this.#tooMany(tracingId);
    switch (frame.action) {
      case 'configureSession':
        return this.#configure(frame);
      case 'echo':
        return this.#reply(
          { type: 'response', class: 'StructuredMessage', code: 200, body: echoBody(frame) },
          tracingId,
        );
      case 'onMessage':
        return this.#withSession(frame, (session) => this.#message(session, frame));
      case 'getJwt':
        return this.#withSession(frame, (session) => {
          const exp = Math.floor(Date.now() / 1_000) + JWT_SECONDS;
          const body = { jwt: this.#tenant.jwtFor(session.token), exp };
          this.#reply({ type: 'response', class: 'JwtResponse', code: 200, body }, tracingId);
        });
      case 'closeSession':
        return this.#withSession(frame, (session) => this.#close(session, frame));
    }
  }

  #configure({ token, deploymentId, tracingId }: Of<'configureSession'>): void {
    if (deploymentId !== this.#deploymentId) return this.#error(400, 'Invalid deployment', tracingId);
    const known = this.#tenant.sessions.get(token);
    const session = known ?? this.#tenant.sessions.create(token, deploymentId);
    this.#session = session;
    session.sockets.add(this.#socket);
    const most = this.#tenant.limits.sessionConnections;
    const [oldest] = session.sockets;
    if (session.sockets.size > most && oldest !== undefined) this.#evict(session, oldest);
    this.#tenant.record.add({ kind: 'session-configured', token, deploymentId, isNew: known === undefined });
    const expirationDate = Math.floor(Date.now() / 1_000) + SESSION_SECONDS;
    this.#reply(
      {
        type: 'response',
        class: 'SessionResponse',
        code: 200,
        body: {
          connected: true,
          newSession: known === undefined,
          readOnly: false,
          clearedExistingSession: false,
          maxCustomDataBytes: 2_048,
          allowedMedia: { inbound: { fileTypes: [{ type: '*/*' }], maxFileSizeKB: 10_240 } },
          blockedExtensions: ['.ade'],
          durationSeconds: SESSION_SECONDS,
          expirationDate,
        },
      },
      tracingId,
    );
  }

  #evict(session: Session, socket: WebSocket): void {
    session.sockets.delete(socket);
    socket.send(JSON.stringify(connectionClosed));
    socket.close(1000);
  }

  #message(session: Session, { message, channel, tracingId }: Of<'onMessage'>): void {
    if (message.events !== undefined && message.text === undefined) {
      return this.#presence(session, message.events, tracingId);
    }
    const text = message.text ?? '';
    if (Buffer.byteLength(text) > MAX_TEXT_BYTES) return this.#error(4011, 'Message too long', tracingId);
    if (text === '') return this.#error(400, 'Message has no content', tracingId);
    if (!this.#tenant.limits.messages(session.token)) return this.#tooMany(tracingId);
    const custom = (message.channel ?? channel)?.metadata?.customAttributes ?? {};
    const stored = this.#tenant.customerSays(session, text, custom);
    this.#echo(session, { id: stored.id, direction: 'Inbound', type: 'Text', text, time: stored.time }, tracingId);
  }

  #presence(session: Session, events: z.output<typeof event>[], tracingId: string | undefined): void {
    const clear = events.some(({ presence }) => presence?.type === 'Clear');
    if (clear && !this.#tenant.profile.conversationClear)
      return this.#error(403, 'Conversation clear is disabled', tracingId);
    if (!clear) return;
    this.#tenant.customerClears(session);
    sendTo(session, { type: 'message', class: 'SessionClearedEvent', code: 200, body: {} });
    sendTo(session, connectionClosed);
  }

  #close(session: Session, { tracingId, closeAllConnections }: Of<'closeSession'>): void {
    this.#reply(
      { type: 'response', class: 'SessionResponse', code: 200, body: { connected: false, readOnly: true } },
      tracingId,
    );
    if (closeAllConnections !== true) return;
    for (const socket of session.sockets) if (socket !== this.#socket) this.#evict(session, socket);
  }

  #echo(
    session: Session,
    { id, time, ...body }: Pick<StructuredMessage, 'direction' | 'type' | 'text'> & { id: string; time: Date },
    tracingId: string | undefined,
  ): void {
    const channel = { time: time.toISOString(), messageId: id };
    const frame: ServerFrame = {
      type: 'message',
      class: 'StructuredMessage',
      code: 200,
      body: { id, ...body, channel },
    };
    sendTo(session, tracingId === undefined ? frame : { ...frame, tracingId });
  }

  #withSession({ token, tracingId }: Frame, then: (session: Session) => void): void {
    if (this.#session === undefined || this.#session.token !== token) this.#error(4007, 'Session not found', tracingId);
    else then(this.#session);
  }

  #tooMany(tracingId: string | undefined): void {
    const body = { retryAfter: 3, errorCode: 4029, errorMessage: 'Message rate too high for this session' };
    this.#reply({ type: 'response', class: 'TooManyRequestsErrorMessage', code: 429, body }, tracingId);
  }

  #error(code: number, body: string, tracingId: string | undefined): void {
    this.#reply({ type: 'response', class: 'string', code, body }, tracingId);
  }

  #reply(frame: ServerFrame, tracingId: string | undefined): void {
    this.#socket.send(JSON.stringify(tracingId === undefined ? frame : { ...frame, tracingId }));
  }
}

const connectionClosed: ServerFrame = { type: 'message', class: 'ConnectionClosedEvent', code: 200, body: {} };

function parse(text: string): Frame | undefined {
  try {
    return frameSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function echoBody({ message }: Of<'echo'>): StructuredMessage {
  return { direction: 'Inbound', type: 'Text', text: message?.text ?? '' };
}
