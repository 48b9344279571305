/** What is done to an open socket. The transport hands it in. */
export interface Wire {
  send(frame: string): void;
  /** Starts the closing handshake with an RFC 6455 code. */
  close(code: number): void;
}

/**
 * The contract of both transports: opens a socket to `address` and drives `connection` until the socket is closed.
 * `tickMs` is how often the exact transport looks at the clock.
 *
 * @example
 * const ended = await exact(address, 1_000, {
 *   opened: (wire) => wire.close(1000),
 *   received: () => {},
 *   tick: () => Number.POSITIVE_INFINITY,
 * });
 */
export type Transport = (address: Address, tickMs: number, connection: Connection) => Promise<Ended>;

export interface Address {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Fixed metric tag, so that no id ends up in a metric. */
  readonly name: string;
}

/**
 * The code that drives one connection. It is synchronous: inside `k6/ws` no promise and no global timer makes
 * progress.
 */
export interface Connection {
  /** The socket is open. */
  opened(wire: Wire): void;
  received(text: string): void;
  /**
   * Does what is due while the socket is open. Returns when (Unix ms) something is due again without an event;
   * infinity is never. The dense transport calls it at that time and after each event. The exact one calls it every
   * `tickMs`, since timers of `k6/ws` cannot be cancelled. `lateMs` is how late the call is.
   */
  tick(lateMs: number): number;
}

export type Ended =
  | { readonly kind: 'closed' }
  /** HTTP answered with another status than 101. The dense transport cannot see which. */
  | {
      readonly kind: 'refused';
      readonly status: number | undefined;
      readonly retryAfterMs: number | undefined;
      /** By name in lower case. The dense transport cannot see them. */
      readonly headers?: Readonly<Record<string, string>>;
      /** The first 1,024 bytes. */
      readonly body: string | undefined;
    }
  /** Nothing answered: TCP, TLS, DNS or a timeout. */
  | { readonly kind: 'failed'; readonly error: string };

export type NotOpened = Exclude<Ended, { kind: 'closed' }>;
