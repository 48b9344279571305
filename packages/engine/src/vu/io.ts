/**
 * The port to the outside that modules work on. The async lane has it in the same thread (`net/`), the worker lane
 * through messages to the main thread, which does the I/O while the worker blocks.
 */

/** Bytes on a VU's TCP connections since they were last reported. */
export interface Traffic {
  sent: number;
  received: number;
}

export interface Cancellable {
  cancel(): void;
}

/** Whose I/O it is. */
export interface Caller {
  readonly vuId: number;
  readonly traffic: Traffic;
}

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
  /** As the peer's close frame has it; 1005 without a code, 1006 at end of file; 0 after any other network error. */
  readonly code: number;
  readonly reason: string;
  /** gorilla's error text. */
  readonly error: string;
  /** A frame could not be written, which k6 tells apart from what could not be read. */
  readonly unwritten?: boolean;
}

export interface WsEvents {
  opened(reply: WsReply): void;
  /** HTTP answered something else than a valid 101. */
  refused(reply: WsReply): void;
  /** Nothing answered. */
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
  /** Ends the TCP connection without ceremony; no event follows. */
  destroy(): void;
}

export interface HttpExchange {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array | undefined;
  readonly timeoutMs: number;
  readonly discardBody: boolean;
}

/** Times in ms, to the microsecond, as k6 names them. */
export interface HttpTimings {
  /** Of sending, waiting and receiving. */
  readonly duration: number;
  readonly blocked: number;
  readonly connecting: number;
  readonly tls_handshaking: number;
  readonly sending: number;
  readonly waiting: number;
  readonly receiving: number;
}

export interface HttpReply {
  /** 0 when nothing answered. */
  readonly status: number;
  readonly statusText: string;
  readonly proto: string;
  /** Raw names and values, in order. */
  readonly headers: readonly (readonly [string, string])[];
  /** Only valid while the reply is handed over. */
  readonly body: Uint8Array;
  readonly remoteIp: string;
  readonly remotePort: number;
  readonly tlsVersion: string;
  readonly tlsCipher: string;
  readonly timings: HttpTimings;
  /** k6's text, its code, and the whole text as Go has it. */
  readonly error: string;
  readonly errorCode: number;
  readonly errorDetail: string;
}

export interface Io {
  after(delayMs: number, callback: () => void): Cancellable;
  connect(request: WsRequest, events: WsEvents, caller: Caller): WsConnection;
  exchange(request: HttpExchange, done: (reply: HttpReply) => void, caller: Caller): Cancellable;
  /** Closes the idle connections of a VU. */
  forget(vuId: number): void;
}
