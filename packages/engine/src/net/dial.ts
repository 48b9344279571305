import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import type { ConsolidatedOptions } from '../contract/options.ts';
import { type DialAddress, loopbackLookup } from './dial-address.ts';

/** k6's dialer: 30 s to connect, TCP keep-alive each 30 s, no delay. */
export const dialTimeoutMs = 30_000;

// All connections share one read buffer: each reader is done with a chunk before the next one arrives.
const shared = Buffer.allocUnsafeSlow(65_536);

/** The local address that a VU dials from: entry `vuId` of `localIPs`, modulo its length. */
export function localAddressOf(options: ConsolidatedOptions, vuId: number): string | undefined {
  const { localIPs } = options;
  return localIPs.length > 0 ? localIPs[vuId % localIPs.length] : undefined;
}

/** How plain TCP connections are made. Tests put a wire of their own in its place. */
export type DialTcp = typeof dialTcp;

/**
 * Opens a TCP connection whose bytes go to `onBytes` in a buffer that is reused: the callee copies what it keeps. The
 * caller listens to the socket's events.
 */
export function dialTcp(
  address: DialAddress,
  localAddress: string | undefined,
  onBytes: (bytes: Buffer) => void,
): Socket {
  return connect({
    ...target(address, localAddress),
    onread: {
      buffer: shared,
      callback: (length, buffer) => {
        onBytes((buffer as Buffer).subarray(0, length));
        return true;
      },
    },
  });
}

/** Opens a TLS connection that offers HTTP/1.1 only. Certificates are checked unless `tls.insecure`. */
export function dialTls(
  address: DialAddress,
  localAddress: string | undefined,
  tls: { servername: string; insecure: boolean },
  onBytes: (bytes: Buffer) => void,
): Socket {
  const tcp = connect(target(address, localAddress));
  const socket = overTls(tcp, { rejectUnauthorized: !tls.insecure, servername: tls.servername });
  socket.on('data', onBytes);
  return socket;
}

const tcpConnections = new WeakMap<Socket, Socket>();

/** Starts TLS on a TCP connection. `tcpOf` finds that connection again, since k6 counts the bytes on the wire. */
export function overTls(tcp: Socket, options: ConnectionOptions): TLSSocket {
  const socket = connectTls({ ...options, socket: tcp, ALPNProtocols: ['http/1.1'] });
  tcpConnections.set(socket, tcp);
  // An error before the TLS handshake is complete is reported on the TCP connection alone.
  tcp.on('error', (error) => socket.destroy(error));
  return socket;
}

/** The TCP connection below, whose `bytesRead` and `bytesWritten` are those on the wire. */
export function tcpOf(socket: Socket): Socket {
  return tcpConnections.get(socket) ?? socket;
}

function target(address: DialAddress, localAddress: string | undefined) {
  return {
    host: address.host,
    port: address.port,
    lookup: loopbackLookup,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
    ...(localAddress === undefined ? {} : { localAddress }),
  };
}
