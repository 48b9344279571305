import { hostPort } from './dial-address.ts';

/** A network failure in Go's words, and as k6/http names it. */
export interface Failure {
  /** Go's whole text. */
  readonly text: string;
  /** The `error` and `error_code` of k6/http. */
  readonly short: string;
  readonly code: number;
}

interface Where {
  readonly host: string;
  readonly port: number;
  /** `ip:port` of this side, once connected. */
  readonly local?: string | undefined;
}

const dialErrors: Readonly<Record<string, Omit<Failure, 'text'> & { readonly syscall: string }>> = {
  ECONNREFUSED: { syscall: 'connect: connection refused', short: 'dial: connection refused', code: 1212 },
  ENETUNREACH: { syscall: 'connect: network is unreachable', short: 'dial: network is unreachable', code: 1210 },
  EHOSTUNREACH: { syscall: 'connect: no route to host', short: 'dial: no route to host', code: 1210 },
  EADDRNOTAVAIL: {
    syscall: 'connect: cannot assign requested address',
    short: 'dial: cannot assign requested address',
    code: 1210,
  },
  EMFILE: { syscall: 'socket: too many open files', short: 'dial: too many open files', code: 1210 },
  ECONNRESET: { syscall: 'connect: connection reset by peer', short: 'dial: connection reset by peer', code: 1220 },
};

/** A failure while the connection was being made. */
export function dialFailure(error: NodeJS.ErrnoException, where: Where): Failure {
  const cause = firstCause(error);
  const at = `dial tcp ${hostPort(where.host, where.port)}`;
  if (cause.code === 'ETIMEDOUT') return { text: `${at}: i/o timeout`, short: 'dial: i/o timeout', code: 1211 };
  const known = dialErrors[cause.code ?? ''];
  if (known) return { text: `${at}: ${known.syscall}`, short: known.short, code: known.code };
  return tlsFailure(cause) ?? { text: `${at}: ${cause.message}`, short: `dial: ${cause.message}`, code: 1210 };
}

/** A failure of an established connection. */
export function streamFailure(error: NodeJS.ErrnoException, where: Where, verb: 'read' | 'write' = 'read'): Failure {
  const at = `${verb} tcp ${where.local ?? '?'}->${hostPort(where.host, where.port)}`;
  const syscall = error.syscall === 'write' ? 'write' : verb;
  if (error.code === 'ECONNRESET') {
    return {
      text: `${at}: ${syscall}: connection reset by peer`,
      short: `${syscall}: connection reset by peer`,
      code: 1220,
    };
  }
  if (error.code === 'EPIPE') {
    return { text: `${at}: write: broken pipe`, short: 'write: broken pipe', code: 1201 };
  }
  if (error.code === 'ETIMEDOUT') return { text: `${at}: i/o timeout`, short: 'i/o timeout', code: 1200 };
  return tlsFailure(error) ?? { text: error.message, short: error.message, code: 1000 };
}

export const unknownHost = (text: string): Failure => ({ text, short: 'lookup: no such host', code: 1101 });

const untrusted = 'x509: certificate signed by unknown authority';
const tlsErrors: Readonly<Record<string, { text: string; short: string; code: number }>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: { text: untrusted, short: untrusted, code: 1310 },
  SELF_SIGNED_CERT_IN_CHAIN: { text: untrusted, short: untrusted, code: 1310 },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { text: untrusted, short: untrusted, code: 1310 },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { text: untrusted, short: untrusted, code: 1310 },
  CERT_HAS_EXPIRED: {
    text: 'x509: certificate has expired or is not yet valid',
    short: 'x509: certificate has expired or is not yet valid',
    code: 1300,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    text: "x509: certificate doesn't match hostname",
    short: "x509: certificate doesn't match hostname",
    code: 1311,
  },
};

function tlsFailure(error: NodeJS.ErrnoException): Failure | undefined {
  const known = tlsErrors[error.code ?? ''];
  if (known) return { ...known, text: `tls: failed to verify certificate: ${known.text}` };
  if (error.code === 'ERR_SSL_WRONG_VERSION_NUMBER' || error.code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    const text = 'tls: first record does not look like a TLS handshake';
    return { text, short: text, code: 1300 };
  }
  return undefined;
}

function firstCause(error: NodeJS.ErrnoException): NodeJS.ErrnoException {
  return error instanceof AggregateError && error.errors.length > 0 ? firstCause(error.errors[0]) : error;
}
