export interface WsRequest {
  readonly url: string;
  /** Canonical names, in order. */
  readonly headers: readonly (readonly [string, string])[];
  readonly protocols: string;
}

/** The answer to an upgrade, when HTTP answered. */
export interface WsReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The first 1,024 bytes; empty on a 101. */
  readonly body: string;
  readonly protocol: string;
  readonly extensions: string;
  readonly remoteIp: string;
}

/** How a connection ended after it had opened. */
export interface WsEnd {
  /**
   * As the peer's close frame has it; 1005 without a code, 1006 at end of file; 1009 for a
   * message beyond the engine's bound; 0 after any other network error.
   */
  readonly code: number;
  readonly reason: string;
  /** gorilla's error text. */
  readonly error: string;
  /** Set when a frame could not be written. k6 reports that differently from a failed read. */
  readonly unwritten?: boolean;
}

export interface WsEvents {
  opened(reply: WsReply): void;
  /** The HTTP answer was no valid 101. */
  refused(reply: WsReply): void;
  /** No HTTP answer came: the dial failed, or the connection ended. */
  failed(error: string): void;
  text(data: string): void;
  /** `data` is only valid during the call. */
  binary(data: Uint8Array): void;
  ping(): void;
  pong(payload: string): void;
  ended(end: WsEnd): void;
}

export interface WsConnection {
  /** Opcodes: 1 text, 2 binary, 8 close, 9 ping. */
  send(opcode: number, payload: string | Uint8Array): void;
  /** Bytes not yet handed to the system. */
  readonly buffered: number;
  /** Ends the TCP connection without a close frame; no event follows. */
  destroy(): void;
}
