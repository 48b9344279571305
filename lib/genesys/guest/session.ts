import type {
  ClientFrame,
  GuestMessage,
  ServerFrame,
  SessionResponse,
  StructuredMessage,
} from '@headroom/genesys-wire/guest';
import { grantedMs } from '../../base/backoff.ts';
import type { Wire } from '../../transport/connection.ts';
import { endingIn, endingOf } from './session-endings.ts';
import type { SessionEvents } from './session-events.ts';
import type { SessionIdentity } from './session-identity.ts';

/** The message of Genesys's own health check; at most two a minute for a connection (docs/facts/genesys.md section 1.8). */
const HEALTH_CHECK_MS = 35_000;
const HEALTH_CHECK_ID = 'SGVhbHRoQ2hlY2tNZXNzYWdlSWQ=';

/**
 * The guest protocol on one connection. Frames and time go in, frames and events come out: it does no I/O and has no
 * clock.
 *
 * @example
 * const session = new GuestSession({ token, deploymentId }, wire, events);
 * session.opened(Date.now()); // sends configureSession
 * session.received(frame, Date.now()); // calls events.ready, acked, heard …
 */
export class GuestSession {
  readonly #identity: SessionIdentity;
  readonly #wire: Wire;
  readonly #events: SessionEvents;
  /** The texts without an echo and the times (Unix ms) at which they were sent: seldom more than one. */
  #unanswered: { readonly tracingId: string; readonly sentAtMs: number }[] = [];
  #lastSentAtMs = 0;
  #lastReceivedAtMs = 0;
  #ready = false;
  #startsAnew = false;

  constructor(identity: SessionIdentity, wire: Wire, events: SessionEvents) {
    this.#identity = identity;
    this.#wire = wire;
    this.#events = events;
  }

  /** When (Unix ms) a frame last passed, in either direction. */
  get lastFrameAtMs(): number {
    return Math.max(this.#lastSentAtMs, this.#lastReceivedAtMs);
  }

  get ready(): boolean {
    return this.#ready;
  }

  /**
   * The socket is open: configures the session. The server resumes one whose token it knows. One that is read-only, as
   * its conversation was ended, is started anew where the owner `startsAnew`; else its conversation is over.
   */
  opened(nowMs: number, startsAnew = false): void {
    this.#startsAnew = startsAnew;
    this.#configure(false, nowMs);
  }

  #configure(startNew: boolean, nowMs: number): void {
    const { token, deploymentId, signIn } = this.#identity;
    const session = {
      deploymentId,
      token,
      tracingId: 'configure',
      startNew,
      journeyContext: { customer: { id: token, idType: 'cookie' }, customerSession: { id: '', type: 'web' } },
    } as const;
    if (signIn === undefined) this.#send({ action: 'configureSession', ...session }, nowMs);
    else this.#send({ action: 'configureAuthenticatedSession', ...session, data: { code: signIn.jwt } }, nowMs);
  }

  /**
   * Sends a text, and with it a file that was uploaded. Its echo carries `tracingId`, which the caller makes unique within
   * the session.
   */
  say(
    tracingId: string,
    text: string,
    attributes: Readonly<Record<string, string>>,
    nowMs: number,
    attachmentId?: string,
  ): void {
    const content =
      attachmentId === undefined
        ? undefined
        : { content: [{ contentType: 'Attachment', attachment: { id: attachmentId } }] as const };
    const channel = { metadata: { customAttributes: attributes } };
    this.#sayWith(tracingId, { type: 'Text', text, ...content, channel }, nowMs);
  }

  /**
   * Presses a quick reply with that text and payload; `to` is the question's `originatingMessageId`. The rest is as with
   * `say`.
   */
  press(
    tracingId: string,
    { text, payload, to }: { readonly text: string; readonly payload: string; readonly to?: string | undefined },
    attributes: Readonly<Record<string, string>>,
    nowMs: number,
  ): void {
    const buttonResponse = { type: 'QuickReply', text, payload, originatingMessageId: to };
    const content = [{ contentType: 'ButtonResponse', buttonResponse }] as const;
    const channel = { metadata: { customAttributes: attributes } };
    this.#sayWith(tracingId, { type: 'Structured', text, content, channel }, nowMs);
  }

  #sayWith(tracingId: string, message: GuestMessage, nowMs: number): void {
    this.#unanswered.push({ tracingId, sentAtMs: nowMs });
    this.#send({ action: 'onMessage', token: this.#identity.token, tracingId, message }, nowMs);
  }

  /** Announces a file of so many bytes. The server answers with the address to put it at, or refuses it. */
  announceFile(attachmentId: string, fileName: string, fileType: string, fileSize: number, nowMs: number): void {
    const { token } = this.#identity;
    const file = { attachmentId, fileName, fileType, fileSize, errorsAsJson: true };
    this.#send({ action: 'onAttachment', token, tracingId: 'attachment', ...file }, nowMs);
  }

  /** Sends a typing event; at most one each 5 s (docs/facts/genesys.md section 1.8). */
  type(nowMs: number): void {
    const events = [{ eventType: 'Typing', typing: { type: 'On' } }] as const;
    this.#send(
      { action: 'onMessage', token: this.#identity.token, tracingId: 'typing', message: { type: 'Event', events } },
      nowMs,
    );
  }

  /** Ends the conversation as the official messenger does. */
  clear(nowMs: number): void {
    const events = [{ eventType: 'Presence', presence: { type: 'Clear' } }] as const;
    this.#send(
      { action: 'onMessage', token: this.#identity.token, tracingId: 'clear', message: { type: 'Event', events } },
      nowMs,
    );
  }

  /** Asks for the JWT with which the session's history can be read. */
  askForJwt(nowMs: number): void {
    this.#send({ action: 'getJwt', token: this.#identity.token, tracingId: 'jwt' }, nowMs);
  }

  /**
   * Sends a health check over an idle connection, within the published limits. Returns when (Unix ms) to call it
   * again.
   */
  tick(nowMs: number): number {
    if (!this.#ready) return Number.POSITIVE_INFINITY;
    if (nowMs - this.#lastSentAtMs >= HEALTH_CHECK_MS) {
      const message = { type: 'Text', text: 'ping' } as const;
      this.#send({ action: 'echo', token: this.#identity.token, tracingId: HEALTH_CHECK_ID, message }, nowMs);
    }
    return this.#lastSentAtMs + HEALTH_CHECK_MS;
  }

  close(code: number): void {
    this.#ready = false;
    this.#wire.close(code);
  }

  received(text: string, nowMs: number): void {
    this.#lastReceivedAtMs = nowMs;
    const frame = parseFrame(text);
    if (frame === undefined) {
      this.#refuse(0, 'a frame that is not a Genesys message', undefined, undefined, nowMs);
      return;
    }
    switch (frame.class) {
      case 'SessionResponse':
        this.#configured(frame.body, nowMs);
        break;
      case 'StructuredMessage':
        this.#message(frame.body, frame.tracingId, nowMs);
        break;
      case 'JwtResponse':
        this.#events.jwtGiven(frame.body.jwt);
        break;
      case 'SessionClearedEvent':
        this.#events.ended('cleared');
        break;
      case 'ConnectionClosedEvent':
        this.#events.ended('evicted');
        break;
      case 'SessionExpiredEvent':
        this.#events.ended('expired');
        break;
      case 'LogoutEvent':
        this.#events.ended('logged-out');
        break;
      case 'TooManyRequestsErrorMessage':
        this.#refuse(
          frame.code,
          frame.body.errorMessage,
          frame.tracingId,
          grantedMs(frame.body.retryAfter * 1_000),
          nowMs,
        );
        break;
      case 'PresignedUrlResponse':
      case 'GenerateUrlError':
      case 'UploadSuccessEvent':
      case 'UploadFailureEvent':
        this.#events.uploadAnswered?.(frame);
        break;
      case 'string':
        if (frame.code >= 400) this.#refuse(frame.code, frame.body, frame.tracingId, undefined, nowMs);
        break;
      default:
        break;
    }
  }

  #configured(response: SessionResponse, nowMs: number): void {
    // The answer to `closeSession`, on whichever connection it was sent, is read-only and not connected.
    if (response.readOnly === true) {
      if (!this.#startsAnew) return this.#events.ended('agent-disconnected');
      this.#startsAnew = false;
      return this.#configure(true, nowMs);
    }
    this.#ready = response.connected;
    if (response.connected) this.#identity.signIn?.accepted();
    if (response.connected) this.#events.ready(response, nowMs);
    else this.#events.ended('expired');
  }

  #message(message: StructuredMessage, tracingId: string | undefined, nowMs: number): void {
    if (message.direction === 'Inbound') {
      if (tracingId !== undefined) this.#echoed(tracingId, message, nowMs);
      return;
    }
    if (message.type === 'Event') {
      const ending = endingIn(message.events ?? []);
      if (ending !== undefined) this.#events.ended(ending);
      return;
    }
    if (message.originatingEntity === 'Bot') this.#events.botSaid?.(message, nowMs);
    else this.#events.heard(message, nowMs);
  }

  #echoed(tracingId: string, message: StructuredMessage, nowMs: number): void {
    const said = this.#unanswered.find((one) => one.tracingId === tracingId);
    if (said !== undefined) this.#unanswered = this.#unanswered.filter((one) => one !== said);
    this.#events.acked(tracingId, message, said === undefined ? undefined : nowMs - said.sentAtMs);
  }

  #refuse(
    code: number,
    reason: string,
    tracingId: string | undefined,
    retryAfterMs: number | undefined,
    nowMs: number,
  ): void {
    const { signIn } = this.#identity;
    if (code === 401 && signIn !== undefined) return this.#events.unauthorized?.(signIn.refused());
    const ending = this.#ready ? endingOf(code) : undefined;
    this.#events.refused({ code, reason, tracingId, retryAfterMs }, nowMs);
    if (ending !== undefined) this.#events.ended(ending);
  }

  #send(frame: ClientFrame, nowMs: number): void {
    this.#lastSentAtMs = nowMs;
    this.#wire.send(JSON.stringify(frame));
  }
}

function parseFrame(text: string): ServerFrame | undefined {
  try {
    const frame = JSON.parse(text) as ServerFrame | null;
    return typeof frame?.class === 'string' && (frame.body ?? undefined) !== undefined ? frame : undefined;
  } catch {
    return undefined;
  }
}
