import { performance } from 'node:perf_hooks';
import { type DialTcp, dialTcp } from './dial.ts';
import { HttpConnection, type HttpTarget, type HttpUser } from './http-connection.ts';

interface Idle {
  readonly connection: HttpConnection;
  /** By the clock of `performance.now()`. */
  readonly untilMs: number;
}

/** The HTTP connections that are kept alive, those of each VU apart, as in k6. */
export class HttpPool {
  /** Idle connections by VU, the last used first. */
  readonly #idle = new Map<number, Idle[]>();
  readonly #dialTcp: DialTcp;

  constructor(dial: DialTcp = dialTcp) {
    this.#dialTcp = dial;
  }

  /** Takes the VU's last used idle connection to a target, so that the surplus of a burst expires. */
  take(vuId: number, target: HttpTarget): HttpConnection | undefined {
    const idle = this.#idle.get(vuId);
    if (idle === undefined) return undefined;
    const nowMs = performance.now();
    while ((idle.at(-1)?.untilMs ?? nowMs) < nowMs) idle.pop()?.connection.destroy();
    const index = idle.findIndex(({ connection }) => connection.usable && same(connection.target, target));
    return index < 0 ? undefined : idle.splice(index, 1)[0]?.connection;
  }

  dial(vuId: number, target: HttpTarget, user: HttpUser): HttpConnection {
    return new HttpConnection(target, user, (connection) => this.#drop(vuId, connection), this.#dialTcp);
  }

  /**
   * Keeps a connection for the VU's next requests, for half of the idle time that the server announces. This thread may
   * hear late that the server has closed the connection, and a POST would fail for it.
   */
  keep(vuId: number, connection: HttpConnection, serverKeepsMs: number): void {
    connection.release();
    const kept = { connection, untilMs: performance.now() + serverKeepsMs / 2 };
    const idle = this.#idle.get(vuId);
    if (idle) idle.unshift(kept);
    else this.#idle.set(vuId, [kept]);
  }

  /** Closes the idle connections of a VU. */
  forget(vuId: number): void {
    for (const { connection } of this.#idle.get(vuId) ?? []) connection.destroy();
    this.#idle.delete(vuId);
  }

  dispose(): void {
    for (const vuId of [...this.#idle.keys()]) this.forget(vuId);
  }

  #drop(vuId: number, connection: HttpConnection): void {
    const left = this.#idle.get(vuId)?.filter((one) => one.connection !== connection) ?? [];
    if (left.length > 0) this.#idle.set(vuId, left);
    else this.#idle.delete(vuId);
  }
}

function same(a: HttpTarget, b: HttpTarget): boolean {
  return (
    a.address.host === b.address.host &&
    a.address.port === b.address.port &&
    a.localAddress === b.localAddress &&
    a.tls?.servername === b.tls?.servername &&
    a.tls?.insecure === b.tls?.insecure
  );
}
