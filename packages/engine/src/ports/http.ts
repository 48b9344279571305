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
  /** The sum of sending, waiting and receiving. */
  readonly duration: number;
  readonly blocked: number;
  readonly connecting: number;
  readonly tls_handshaking: number;
  readonly sending: number;
  readonly waiting: number;
  readonly receiving: number;
}

export interface HttpReply {
  /** 0 when no answer came. */
  readonly status: number;
  readonly statusText: string;
  readonly proto: string;
  /** Raw names and values, in order. */
  readonly headers: readonly (readonly [string, string])[];
  /** Valid only during the call that hands the reply over. */
  readonly body: Uint8Array;
  readonly remoteIp: string;
  readonly remotePort: number;
  readonly tlsVersion: string;
  readonly tlsCipher: string;
  readonly timings: HttpTimings;
  /** k6's short text; `errorCode` is k6's code and `errorDetail` Go's whole text. */
  readonly error: string;
  readonly errorCode: number;
  readonly errorDetail: string;
}
