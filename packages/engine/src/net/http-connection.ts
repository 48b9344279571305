import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { IoCaller } from '../ports/io.ts';
import { type DialTcp, dialTls, tcpOf } from './dial.ts';
import { type DialAddress, hostPort } from './dial-address.ts';
import { send } from './send-buffer.ts';

/** The two ends of a connection. Connections with equal targets are interchangeable. */
export interface HttpTarget {
  readonly address: DialAddress;
  readonly localAddress: string | undefined;
  /** Undefined without TLS. */
  readonly tls: { readonly servername: string; readonly insecure: boolean } | undefined;
}

/** The request that uses a connection. */
export interface HttpUser {
  readonly caller: IoCaller;
  /** The TCP connection is established. */
  connected(): void;
  /** TLS, if there is any, is established: a request may be written. */
  ready(): void;
  /** Bytes arrived. They are valid only during the call. */
  received(bytes: Buffer): void;
  /** The peer ended the connection, or it broke. */
  ended(error: NodeJS.ErrnoException | undefined): void;
}

/** One HTTP/1.1 connection of a VU. It outlives its requests and counts its bytes for the current one. */
export class HttpConnection {
  readonly target: HttpTarget;
  readonly #socket: Socket;
  readonly #idleEnded: (connection: HttpConnection) => void;
  /** The bytes of a TLS connection that were counted so far. */
  readonly #counted = { sent: 0, received: 0 };
  #user: HttpUser | undefined;
  #over = false;
  /** `ip:port` of this side, kept because a broken socket no longer has it. */
  local: string | undefined;

  /** @param idleEnded called when the connection ends while nobody uses it */
  constructor(target: HttpTarget, user: HttpUser, idleEnded: (connection: HttpConnection) => void, dialTcp: DialTcp) {
    this.target = target;
    this.#user = user;
    this.#idleEnded = idleEnded;
    const { address, localAddress, tls } = target;
    const onBytes = (bytes: Buffer) => this.#received(bytes);
    this.#socket = tls ? dialTls(address, localAddress, tls, onBytes) : dialTcp(address, localAddress, onBytes);
    const tcp = tcpOf(this.#socket);
    tcp.once('connect', () => {
      this.local = hostPort(tcp.localAddress ?? '', tcp.localPort ?? 0);
      this.#user?.connected();
      if (!tls) this.#user?.ready();
    });
    if (tls) this.#socket.once('secureConnect', () => this.#user?.ready());
    this.#socket.on('end', () => this.#ended(undefined));
    this.#socket.on('error', (error) => this.#ended(error));
    this.#socket.on('close', () => this.#ended(undefined));
  }

  /** The socket, for its addresses and its TLS session. */
  get socket(): Socket & Partial<Pick<TLSSocket, 'getCipher' | 'getProtocol'>> {
    return this.#socket;
  }

  get usable(): boolean {
    return !this.#over;
  }

  use(user: HttpUser): void {
    this.#user = user;
  }

  /** Ends the use by the current request. */
  release(): void {
    this.#countTls();
    this.#user = undefined;
  }

  /** Writes bytes that `sendRoom` gave. */
  write(bytes: Buffer, written: () => void): void {
    if (!this.target.tls && this.#user) this.#user.caller.traffic.sent += bytes.length;
    send(this.#socket, bytes, written);
  }

  /** Ends the connection; no event follows. */
  destroy(): void {
    this.#countTls();
    this.#over = true;
    this.#user = undefined;
    this.#socket.destroy();
  }

  #received(bytes: Buffer): void {
    if (this.#over) return;
    if (!this.#user) {
      // Bytes that no request asked for could be taken for the next answer, so the connection ends.
      this.#ended(undefined);
      return;
    }
    if (this.target.tls) this.#countTls();
    else this.#user.caller.traffic.received += bytes.length;
    this.#user.received(bytes);
  }

  #ended(error: NodeJS.ErrnoException | undefined): void {
    if (this.#over) return;
    const user = this.#user;
    this.destroy();
    if (user) user.ended(error);
    else this.#idleEnded(this);
  }

  /** Counts the bytes on the wire of a TLS connection, which is what k6 counts. */
  #countTls(): void {
    if (!this.target.tls || !this.#user) return;
    const { bytesRead, bytesWritten } = tcpOf(this.#socket);
    const { traffic } = this.#user.caller;
    traffic.sent += bytesWritten - this.#counted.sent;
    traffic.received += bytesRead - this.#counted.received;
    this.#counted.sent = bytesWritten;
    this.#counted.received = bytesRead;
  }
}
