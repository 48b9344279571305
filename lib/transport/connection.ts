/** What is done to an open socket. The transport hands it in. */
export interface Wire {
  send(frame: string): void;
  /** Starts the closing handshake with an RFC 6455 code. */
  close(code: number): void;
}

/** The one contract of both transports. */
export type Transport = (address: Address, tickMs: number, connection: Connection) => Promise<Ended>;

export interface Address {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Fixed metric tag, so that no id ends up in a metric. */
  readonly name: string;
}

/** What drives a connection. Synchronous: inside `k6/ws` no promise and no global timer makes progress. */
export interface Connection {
  /** The socket is open. */
  opened(wire: Wire): void;
  received(text: string): void;
  /**
   * Does what is due while the socket is open, and says when (Unix ms) time alone makes something due again; infinity
   * is never. The dense transport calls it then and after each event; the exact one every `tickMs`, since timers of
   * `k6/ws` cannot be cancelled. `lateMs` is how much later than it was to be.
   */
  tick(lateMs: number): number;
}

export type Ended =
  | { readonly kind: 'closed' }
  /** HTTP answered something else than 101; which, is unknown to the dense transport. */
  | {
      readonly kind: 'refused';
      readonly status: number | undefined;
      readonly retryAfterMs: number | undefined;
      /** The first 1,024 bytes. */
      readonly body: string | undefined;
    }
  /** Nothing answered: TCP, TLS, DNS or a timeout. */
  | { readonly kind: 'failed'; readonly error: string };

export type NotOpened = Exclude<Ended, { kind: 'closed' }>;
