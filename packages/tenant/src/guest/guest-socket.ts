import type { ServerFrame } from '@headroom/genesys-wire/guest';
import type { WebSocket } from 'ws';
import { Line } from '../faults/line.ts';
import type { Tenant } from '../tenant.ts';
import { type Frame, type Of, parseFrame } from './frames.ts';
import { type Ask, received } from './messages.ts';
import { type Connection, evict, type Session } from './sessions.ts';

/** What Genesys says of a feature that a deployment does not have. */
const FEATURE_OFF = 'Turn on the Feature Toggle or fix the configuration.';
const MAX_FILE_KB = 10_240;

/** One guest connection (genesys.md section 1). */
export class GuestSocket implements Connection {
  readonly #tenant: Tenant;
  readonly #socket: WebSocket;
  readonly #deploymentId: string;
  readonly connection: number;
  /** Under which its frames are counted. */
  readonly #key: string;
  readonly #line: Line;
  #session: Session | undefined;
  #heardAtMs = Date.now();
  /** A frame that the next one overtakes. */
  #held: string | undefined;

  constructor(tenant: Tenant, socket: WebSocket, deploymentId: string, connection: number) {
    this.#tenant = tenant;
    this.#socket = socket;
    this.#deploymentId = deploymentId;
    this.connection = connection;
    this.#key = `${connection}`;
    this.#line = new Line(socket, tenant.faults, tenant.later);
    tenant.guests.add(this);
    socket.on('message', (data) => this.#received(String(data)));
    socket.on('ping', () => {
      this.#heardAtMs = Date.now();
    });
    socket.once('close', () => {
      tenant.guests.delete(this);
      this.#session?.sockets.delete(this);
    });
  }

  closeIfIdleSince(ms: number): void {
    if (this.#heardAtMs <= ms) this.close(1001);
  }

  send(text: string): void {
    const { profile, random } = this.#tenant;
    if (this.#held === undefined && profile.shuffledShare > 0 && random() < profile.shuffledShare) this.#held = text;
    else {
      this.#deliver(text);
      if (this.#held !== undefined) this.#tenant.faults.overtaken(this.#held, Date.now());
      this.flush();
    }
  }

  /** Lets go of a frame that nothing overtook. Call a few times a second. */
  flush(): void {
    if (this.#held !== undefined) this.#deliver(this.#held);
    this.#held = undefined;
  }

  close(code: number): void {
    this.flush();
    this.#line.flush();
    this.#socket.close(code);
  }

  #received(text: string): void {
    this.#heardAtMs = Date.now();
    const parsed = parseFrame(text);
    const { tracingId } = 'bad' in parsed ? parsed.bad : parsed.frame;
    if (!this.#tenant.limits.requests(this.#key)) {
      if ('frame' in parsed) this.#noteRefused(parsed.frame, 429);
      this.#tooMany(tracingId);
    } else if ('bad' in parsed) this.#error(parsed.bad.code, parsed.bad.reason, tracingId);
    else this.#take(parsed.frame);
  }

  #take(frame: Frame): void {
    const { tracingId } = frame;
    switch (frame.action) {
      case 'configureSession':
        return this.#configure(frame);
      case 'configureAuthenticatedSession':
        return this.#error(403, FEATURE_OFF, tracingId);
      case 'echo':
        return this.#healthCheck(frame);
      case 'onMessage':
        return this.#withSession(frame, (session) => received(this.#ask(session, frame), frame));
      case 'getJwt':
        return this.#withSession(frame, ({ token }) =>
          this.#reply(
            { type: 'response', class: 'JwtResponse', code: 200, body: this.#tenant.jwtFor(token) },
            tracingId,
          ),
        );
      case 'getConfiguration':
        return this.#configuration(frame);
      case 'closeSession':
        return this.#withSession(frame, (session) => this.#close(session, frame));
      case 'onAttachment':
      case 'getAttachment':
      case 'deleteAttachment':
        return this.#withSession(frame, () => this.#attachment(frame));
    }
  }

  #configure({ token, deploymentId, tracingId, startNew }: Of<'configureSession'>): void {
    const { limits, sessions, record, profile, deployments } = this.#tenant;
    if (!limits.configures(token)) return this.#tooMany(tracingId);
    if (deploymentId !== this.#deploymentId) return this.#error(400, 'Invalid deployment', tracingId);
    if (deployments.get(deploymentId)?.status !== 'Active')
      return this.#error(403, 'The deployment is inactive', tracingId);
    const known = sessions.get(token);
    const { sessionDurationSeconds } = deployments.messengerOf(deploymentId);
    const expiresAtMs = Date.now() + sessionDurationSeconds * 1_000;
    const session = known ?? sessions.create(token, deploymentId, expiresAtMs);
    const cleared = known !== undefined && startNew === true;
    if (cleared) this.#tenant.startsAnew(known);
    this.#join(session);
    const isNew = known === undefined || cleared;
    record.add({ kind: 'session-configured', token, deploymentId, isNew });
    const body = {
      connected: true,
      newSession: isNew,
      readOnly: session.readOnly,
      clearedExistingSession: cleared,
      maxCustomDataBytes: profile.limits['metadata.custom.attributes.bytes.max'],
      allowedMedia: { inbound: { fileTypes: [{ type: '*/*' }], maxFileSizeKB: MAX_FILE_KB } },
      blockedExtensions: ['.ade'],
      durationSeconds: sessionDurationSeconds,
      expirationDate: Math.floor(session.expiresAtMs / 1_000),
    };
    this.#reply({ type: 'response', class: 'SessionResponse', code: 200, body }, tracingId);
  }

  /** One more socket for the session; the oldest goes when there are too many. */
  #join(session: Session): void {
    if (this.#session !== session) this.#session?.sockets.delete(this);
    this.#session = session;
    session.sockets.add(this);
    const [oldest] = session.sockets;
    if (session.sockets.size > this.#tenant.limits.sessionConnections && oldest !== undefined)
      evict(session, oldest, this.#tenant.record);
  }

  #healthCheck({ message, tracingId }: Of<'echo'>): void {
    if (!this.#tenant.limits.healthChecks(this.#key)) return this.#tooMany(tracingId);
    const body = {
      id: this.#tenant.ids.next().replaceAll('-', ''),
      direction: 'Inbound',
      type: 'Text',
      text: message?.text ?? '',
      ...(message?.metadata ? { metadata: message.metadata } : {}),
    } as const;
    this.#reply({ type: 'response', class: 'StructuredMessage', code: 200, body }, tracingId);
  }

  #configuration({ deploymentId, tracingId }: Of<'getConfiguration'>): void {
    if (deploymentId !== this.#deploymentId) return this.#error(400, 'Invalid deployment', tracingId);
    const { deployments } = this.#tenant;
    const deployment = deployments.get(deploymentId);
    if (deployment === undefined) return this.#error(400, 'Invalid deployment', tracingId);
    const body = deployments.configOf(deployment);
    this.#reply({ type: 'response', class: 'GetConfigurationResponse', code: 200, body }, tracingId);
  }

  /** The session takes no more until it is started anew; its other connections go, unless they are to stay. */
  #close(session: Session, { tracingId, closeAllConnections }: Of<'closeSession'>): void {
    session.readOnly = true;
    const body = { connected: false, readOnly: true };
    this.#reply({ type: 'response', class: 'SessionResponse', code: 200, body }, tracingId);
    if (closeAllConnections === false) return;
    for (const socket of session.sockets) if (socket !== this) evict(session, socket, this.#tenant.record);
  }

  /** Uploads are switched off, as in a deployment that does not allow them. */
  #attachment(frame: Of<'onAttachment' | 'getAttachment' | 'deleteAttachment'>): void {
    const errorMessage = 'Attachments are not available';
    if (frame.action !== 'onAttachment' || frame.errorsAsJson !== true)
      return this.#error(4000, errorMessage, frame.tracingId);
    const body = { attachmentId: frame.attachmentId, errorCode: 4000, errorMessage };
    this.#reply({ type: 'message', class: 'GenerateUrlError', code: 200, body }, frame.tracingId);
  }

  #withSession(frame: Frame, then: (session: Session) => void): void {
    const session = this.#session;
    if (session === undefined || session.token !== frame.token) this.#refuse(frame, 4007, 'Session not found');
    else if (session.expired) this.#refuse(frame, 4006, 'Session expired');
    else then(session);
  }

  #ask(session: Session, frame: Frame): Ask {
    return {
      tenant: this.#tenant,
      session,
      connection: this.connection,
      tracingId: frame.tracingId,
      refuse: (code, reason) => this.#refuse(frame, code, reason),
      tooMany: (seconds) => {
        this.#noteRefused(frame, 429);
        this.#tooMany(frame.tracingId, seconds);
      },
    };
  }

  #refuse(frame: Frame, code: number, reason: string): void {
    this.#noteRefused(frame, code);
    this.#error(code, reason, frame.tracingId);
  }

  /** A text that is refused is as much in the record as one that is stored. */
  #noteRefused(frame: Frame, code: number): void {
    if (frame.action !== 'onMessage' || frame.message.events !== undefined) return;
    const { text = '' } = frame.message;
    const attributes = (frame.message.channel ?? frame.channel)?.metadata?.customAttributes ?? {};
    this.#tenant.record.add({ kind: 'message-refused', connection: this.connection, code, text, attributes });
  }

  #tooMany(tracingId: string | undefined, seconds = 3): void {
    const body = { retryAfter: seconds, errorCode: 4029, errorMessage: 'Message rate too high for this session' };
    this.#reply({ type: 'response', class: 'TooManyRequestsErrorMessage', code: 429, body }, tracingId);
  }

  #error(code: number, body: string, tracingId: string | undefined): void {
    this.#reply({ type: 'response', class: 'string', code, body }, tracingId);
  }

  #reply(frame: ServerFrame, tracingId: string | undefined): void {
    this.#deliver(JSON.stringify(tracingId === undefined ? frame : { ...frame, tracingId }));
  }

  /** The fault injector stands between the protocol and the wire. */
  #deliver(frame: string): void {
    for (const { text, afterMs } of this.#tenant.faults.frame(frame, Date.now())) {
      if (afterMs === 0) this.#line.send(text);
      else this.#tenant.later.after(afterMs, () => this.#line.send(text));
    }
  }
}
