import type { ServerFrame, SessionResponse, StructuredMessage } from '@headroom/genesys-wire/guest';
import type { ServerEnding } from './session-endings.ts';

/** What the server says of a file that was announced. */
export type UploadAnswer = Extract<
  ServerFrame,
  { readonly class: 'PresignedUrlResponse' | 'GenerateUrlError' | 'UploadSuccessEvent' | 'UploadFailureEvent' }
>;

export interface Refusal {
  /** Genesys's code, HTTP-like or 40xx; 0 for a frame that is not Genesys's. */
  readonly code: number;
  readonly reason: string;
  readonly tracingId: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** What a session reports to its owner. Times are ms. */
export interface SessionEvents {
  ready(response: SessionResponse, nowMs: number): void;
  /**
   * A text was echoed, which is Genesys's acknowledgement. `roundTripMs` is undefined for a second echo of the same
   * text, and for a text that was not sent on this connection.
   */
  acked(tracingId: string, message: StructuredMessage, roundTripMs: number | undefined): void;
  /** A person on the other side sent a text. A bot's text does not count as an agent's turn. */
  heard(message: StructuredMessage, nowMs: number): void;
  /** A bot sent a text or a question, where the owner talks to bots. */
  botSaid?(message: StructuredMessage, nowMs: number): void;
  /** The JWT with which the session's history can be read. */
  jwtGiven(jwt: string): void;
  ended(ending: ServerEnding): void;
  /** The server said where to put a file, or what became of it. Only a session that announces files is told. */
  uploadAnswered?(answer: UploadAnswer): void;
  /** The JWT of a guest that signs in was answered 401. `another` says whether a new connection may have another one. */
  unauthorized?(another: boolean): void;
  /** An error frame came. It is about a text when `tracingId` is one of the session's own. */
  refused(refusal: Refusal, nowMs: number): void;
}
