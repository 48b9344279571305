import type { ConsolidatedOptions } from '../contract.ts';
import { HttpConnection, type HttpTarget, type HttpUser } from './http-connection.ts';

/** What Go keeps where `batchPerHost` is 0. Source: the documentation of net/http. */
const KEPT_BY_GO = 2;

/**
 * The HTTP connections that are kept alive, those of each VU apart: as in k6, at most `batch` of them idle, and
 * `batchPerHost` to one target.
 */
export class HttpPool {
  readonly #most: () => Pick<ConsolidatedOptions, 'batch' | 'batchPerHost'>;
  /** Those used last come first. */
  readonly #idle = new Map<number, HttpConnection[]>();

  constructor(most: () => Pick<ConsolidatedOptions, 'batch' | 'batchPerHost'>) {
    this.#most = most;
  }

  /** The idle connection of this VU to the same target that was used last, so that what a burst left over ages out. */
  take(vuId: number, target: HttpTarget): HttpConnection | undefined {
    const idle = this.#idle.get(vuId);
    const index = idle?.findIndex((connection) => connection.usable && same(connection.target, target)) ?? -1;
    return index < 0 ? undefined : idle?.splice(index, 1)[0];
  }

  dial(vuId: number, target: HttpTarget, user: HttpUser): HttpConnection {
    return new HttpConnection(target, user, (connection) => this.#drop(vuId, connection));
  }

  /** Keeps a connection for the VU's next request, if there is room; the one unused for longest makes it. */
  keep(vuId: number, connection: HttpConnection): void {
    connection.release();
    const { batch, batchPerHost } = this.#most();
    const idle = this.#idle.get(vuId);
    if (idle === undefined) {
      this.#idle.set(vuId, [connection]);
      return;
    }
    const alike = idle.reduce((count, one) => (same(one.target, connection.target) ? count + 1 : count), 0);
    if (alike >= (batchPerHost || KEPT_BY_GO)) {
      connection.destroy();
      return;
    }
    idle.unshift(connection);
    if (idle.length > batch) idle.pop()?.destroy();
  }

  /** Closes the idle connections of a VU. */
  forget(vuId: number): void {
    for (const connection of this.#idle.get(vuId) ?? []) connection.destroy();
    this.#idle.delete(vuId);
  }

  dispose(): void {
    for (const vuId of [...this.#idle.keys()]) this.forget(vuId);
  }

  #drop(vuId: number, connection: HttpConnection): void {
    const left = this.#idle.get(vuId)?.filter((one) => one !== connection) ?? [];
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
