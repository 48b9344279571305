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
