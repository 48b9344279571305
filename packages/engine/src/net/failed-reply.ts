import type { HttpReply, HttpTimings } from '../ports/http.ts';
import type { Failure } from './go-errors.ts';

/** The timings of a request that never had a connection. */
export const noTimings: HttpTimings = {
  duration: 0,
  blocked: 0,
  connecting: 0,
  tls_handshaking: 0,
  sending: 0,
  waiting: 0,
  receiving: 0,
};

/** The reply that stands for a request without an answer. */
export function failedReply(failure: Failure, timings: HttpTimings): HttpReply {
  return {
    status: 0,
    statusText: '',
    proto: '',
    headers: [],
    body: Buffer.alloc(0),
    remoteIp: '',
    remotePort: 0,
    tlsVersion: '',
    tlsCipher: '',
    timings,
    error: failure.short,
    errorCode: failure.code,
    errorDetail: failure.text,
  };
}
