import type { ServerFrame } from '@headroom/genesys-wire/guest';
import type { WebSocket } from 'ws';
import { allowedMediaOf } from '../attachments/allowed-media.ts';
import { DelayedWire } from '../faults/delayed-wire.ts';
import type { Tenant } from '../org/tenant.ts';
import { outboundSignIn } from '../sessions/outbound-frames.ts';
import { evict, type GuestConnection, type StoredSession, sendTo } from '../sessions/sessions.ts';
import type { GuestIdentity } from '../sign-in/guest-sign-ins.ts';
import { answerAttachment } from './attachment-frames.ts';
import { type FrameOf, type ParsedFrame, parseFrame } from './client-frames.ts';
import { answerOnMessage, type OnMessageContext } from './on-message.ts';

const FEATURE_OFF = 'Turn on the Feature Toggle or fix the configuration.';
const UNAUTHORIZED = 'User is unauthorized';

/** One socket of a guest, and the protocol on it (docs/facts/genesys.md section 1). */
export class GuestSocket implements GuestConnection {
  readonly #tenant: Tenant;
  readonly #socket: WebSocket;
  readonly #deploymentId: string;
  readonly connection: number;
  /** Its key in the published limits. */
  readonly #key: string;
  readonly #wire: DelayedWire;
  #session: StoredSession | undefined;
  /** When something arrived last: Unix time (ms). */
  #heardAtMs: number;
  /** A frame that the next one overtakes. */
  #held: string | undefined;

  constructor(tenant: Tenant, socket: WebSocket, deploymentId: string, connection: number) {
    this.#tenant = tenant;
    this.#socket = socket;
    this.#deploymentId = deploymentId;
    this.connection = connection;
    this.#key = `${connection}`;
    this.#wire = new DelayedWire(socket, tenant.faults, tenant.clock);
    this.#heardAtMs = tenant.clock.now();
    tenant.guests.add(this);
    socket.on('message', (data) => this.#received(String(data)));
    socket.on('ping', () => {
      this.#heardAtMs = this.#tenant.clock.now();
    });
    socket.once('close', () => {
      tenant.guests.delete(this);
      this.#session?.sockets.delete(this);
    });
  }

  sweep(nowMs: number): void {
    const { idleTimeoutSeconds } = this.#tenant.profile;
    if (idleTimeoutSeconds !== undefined && this.#heardAtMs <= nowMs - idleTimeoutSeconds * 1_000) this.close(1001);
    this.#flush();
  }

  send(text: string): void {
    const { profile, random } = this.#tenant;
    if (this.#held === undefined && profile.shuffledShare > 0 && random() < profile.shuffledShare) this.#held = text;
    else {
      this.#deliver(text);
      if (this.#held !== undefined) this.#tenant.faults.overtaken(this.#held, this.#tenant.clock.now());
      this.#flush();
    }
  }

  #flush(): void {
    if (this.#held !== undefined) this.#deliver(this.#held);
    this.#held = undefined;
  }

  /** Ends the connection without a closing handshake, as what stands between does. */
  cut(): void {
    this.#socket.terminate();
  }

  close(code: number): void {
    this.#flush();
    this.#wire.flush();
    this.#socket.close(code);
  }

  #received(text: string): void {
    this.#heardAtMs = this.#tenant.clock.now();
    if (this.#tenant.faults.loses(text, this.#heardAtMs)) return;
    const parsed = parseFrame(text);
    const { tracingId } = 'malformed' in parsed ? parsed.malformed : parsed.frame;
    if (!this.#tenant.limits.requests(this.#key)) {
      if ('frame' in parsed) this.#recordRefused(parsed.frame, 429);
      this.#tooMany(tracingId);
    } else if ('malformed' in parsed) this.#error(parsed.malformed.code, parsed.malformed.reason, tracingId);
    else this.#take(parsed.frame);
  }

  #take(frame: ParsedFrame): void {
    const { tracingId } = frame;
    switch (frame.action) {
      case 'configureSession':
        return this.#configure(frame);
      case 'configureAuthenticatedSession':
        return this.#configureAuthenticated(frame);
      case 'echo':
        return this.#healthCheck(frame);
      case 'onMessage':
        return this.#withSession(frame, (session) => answerOnMessage(this.#context(session, frame), frame));
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
        return this.#withSession(frame, (session) => this.#attachment(session, frame));
    }
  }

  #configureAuthenticated(frame: FrameOf<'configureAuthenticatedSession'>): void {
    const { deployments, signIns, sessions, clock } = this.#tenant;
    const { enabled, allowSessionUpgrade } = deployments.authOf(this.#deploymentId);
    if (!enabled) return this.#error(403, FEATURE_OFF, frame.tracingId);
    const identity = signIns.identityOf(frame.data.code, clock.now());
    if (identity?.deploymentId !== this.#deploymentId) return this.#error(401, UNAUTHORIZED, frame.tracingId);
    const known = sessions.get(frame.token);
    const stranger = known?.identity !== undefined && known.identity.subject !== identity.subject;
    const upgrade = known !== undefined && known.identity === undefined;
    if (stranger || (upgrade && !allowSessionUpgrade))
      return this.#error(403, 'Session authentication failed', frame.tracingId);
    this.#configure(frame, identity);
    if (upgrade && this.#session === known) this.#signIn(known, identity);
  }

  /** The guest of an anonymous session signs in: its other sockets are dismissed, and it hears of it itself. */
  #signIn(session: StoredSession, identity: GuestIdentity): void {
    session.identity = identity;
    if (session.conversation !== undefined) session.conversation.authenticated = true;
    for (const socket of session.sockets) if (socket !== this) evict(session, socket, this.#tenant.record, 'signedIn');
    sendTo(session, outboundSignIn(this.#tenant.ids.next(), this.#tenant.clock.now()));
  }

  #configure(
    { token, deploymentId, tracingId, startNew }: FrameOf<'configureSession' | 'configureAuthenticatedSession'>,
    identity?: GuestIdentity,
  ): void {
    const { limits, sessions, record, profile, deployments } = this.#tenant;
    if (!limits.configures(token)) return this.#tooMany(tracingId);
    if (deploymentId !== this.#deploymentId) return this.#error(400, 'Invalid deployment', tracingId);
    if (deployments.get(deploymentId)?.status !== 'Active')
      return this.#error(403, 'The deployment is inactive', tracingId);
    const known = sessions.get(token);
    if (identity === undefined) {
      if (known?.identity !== undefined) return this.#error(4017, 'Cannot downgrade to unauthenticated', tracingId);
      if (deployments.authOf(deploymentId).enabled && profile.auth.refusesAnonymous)
        return this.#error(403, 'Try to authenticate again', tracingId);
    }
    const { sessionDurationSeconds, fileUpload } = deployments.messengerOf(deploymentId);
    const expiresAtMs = this.#tenant.clock.now() + sessionDurationSeconds * 1_000;
    const session = known ?? sessions.create(token, deploymentId, expiresAtMs);
    if (known === undefined || known.identity !== undefined) session.identity = identity;
    const cleared = known !== undefined && startNew === true;
    if (cleared) this.#tenant.restartSession(known);
    this.#join(session);
    const isNew = known === undefined || cleared;
    const subject = identity && { subject: identity.subject };
    record.add({ kind: 'session-configured', token, deploymentId, isNew, ...subject });
    const body = {
      connected: true,
      newSession: isNew,
      readOnly: session.readOnly,
      clearedExistingSession: cleared,
      maxCustomDataBytes: profile.limits['metadata.custom.attributes.bytes.max'],
      allowedMedia: allowedMediaOf(fileUpload),
      blockedExtensions: fileUpload.blockedExtensions,
      durationSeconds: sessionDurationSeconds,
      expirationDate: Math.floor(session.expiresAtMs / 1_000),
    };
    this.#reply({ type: 'response', class: 'SessionResponse', code: 200, body }, tracingId);
  }

  /** Adds this socket to the session. The session's oldest socket is evicted when there are too many. */
  #join(session: StoredSession): void {
    if (this.#session !== session) this.#session?.sockets.delete(this);
    this.#session = session;
    session.sockets.add(this);
    const [oldest] = session.sockets;
    if (session.sockets.size > this.#tenant.limits.sessionConnections && oldest !== undefined)
      evict(session, oldest, this.#tenant.record);
  }

  #healthCheck({ message, tracingId }: FrameOf<'echo'>): void {
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

  #configuration({ deploymentId, tracingId }: FrameOf<'getConfiguration'>): void {
    if (deploymentId !== this.#deploymentId) return this.#error(400, 'Invalid deployment', tracingId);
    const { deployments } = this.#tenant;
    const deployment = deployments.get(deploymentId);
    if (deployment === undefined) return this.#error(400, 'Invalid deployment', tracingId);
    const { limits } = this.#tenant.profile;
    const { fileUpload, sessionDurationSeconds } = deployments.messengerOf(deploymentId);
    const body = {
      allowedMedia: allowedMediaOf(fileUpload),
      blockedExtensions: fileUpload.blockedExtensions,
      maxCustomDataBytes: limits['metadata.custom.attributes.bytes.max'],
      messageRoutingEnabled: true,
      sessionDurationSeconds,
    };
    this.#reply({ type: 'response', class: 'GetConfigurationResponse', code: 200, body }, tracingId);
  }

  /** Makes the session read-only until it is started anew, and evicts its other sockets unless they are to stay. */
  #close(session: StoredSession, { tracingId, closeAllConnections }: FrameOf<'closeSession'>): void {
    session.readOnly = true;
    const body = { connected: false, readOnly: true };
    this.#reply({ type: 'response', class: 'SessionResponse', code: 200, body }, tracingId);
    if (closeAllConnections === false) return;
    for (const socket of session.sockets) if (socket !== this) evict(session, socket, this.#tenant.record);
  }

  #attachment(session: StoredSession, frame: FrameOf<'onAttachment' | 'getAttachment' | 'deleteAttachment'>): void {
    if (session.readOnly) return this.#error(409, 'The session is read-only', frame.tracingId);
    const answer = answerAttachment(this.#tenant, session, frame);
    if ('reason' in answer) this.#error(answer.code, answer.reason, frame.tracingId);
    else this.#reply(answer, frame.tracingId);
  }

  #withSession(frame: ParsedFrame, then: (session: StoredSession) => void): void {
    const session = this.#session;
    if (session === undefined || session.token !== frame.token) this.#refuse(frame, 4007, 'Session not found');
    else if (session.expired) this.#refuse(frame, 4006, 'Session expired');
    else if (this.#jwtExpired(session)) this.#refuse(frame, 401, UNAUTHORIZED);
    else then(session);
  }

  #jwtExpired({ identity }: StoredSession): boolean {
    const { profile, clock } = this.#tenant;
    return profile.auth.jwtChecked === 'frames' && identity !== undefined && identity.expiresAtMs <= clock.now();
  }

  #context(session: StoredSession, frame: ParsedFrame): OnMessageContext {
    return {
      tenant: this.#tenant,
      session,
      connection: this.connection,
      tracingId: frame.tracingId,
      refuse: (code, reason) => this.#refuse(frame, code, reason),
      tooMany: (seconds) => {
        this.#recordRefused(frame, 429);
        this.#tooMany(frame.tracingId, seconds);
      },
    };
  }

  #refuse(frame: ParsedFrame, code: number, reason: string): void {
    this.#recordRefused(frame, code);
    this.#error(code, reason, frame.tracingId);
  }

  /** The record has the texts that are refused, too. */
  #recordRefused(frame: ParsedFrame, code: number): void {
    if (frame.action !== 'onMessage' || frame.message.events !== undefined) return;
    const { text = '' } = frame.message;
    const attributes = frame.message.channel?.metadata?.customAttributes ?? {};
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

  /** Sends a frame through the fault injector, which stands between the protocol and the wire. */
  #deliver(frame: string): void {
    for (const { text, afterMs } of this.#tenant.faults.frame(frame, this.#tenant.clock.now())) {
      if (afterMs === 0) this.#wire.send(text);
      else this.#tenant.clock.after(afterMs, () => this.#wire.send(text));
    }
  }
}
