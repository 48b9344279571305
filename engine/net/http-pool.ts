import { HttpConnection, type HttpTarget, type HttpUser } from './http-connection.ts';

/** The HTTP connections that are kept alive, those of each VU apart, as in k6. */
export class HttpPool {
  /** Those used last come first. */
  readonly #idle = new Map<number, HttpConnection[]>();

  /** The idle connection of this VU to the same target that was used last, so that what a burst left over ages out. */
  take(vuId: number, target: HttpTarget): HttpConnection | undefined {
    const idle = this.#idle.get(vuId);
    const index = idle?.findIndex((connection) => connection.usable && same(connection.target, target)) ?? -1;
    return index < 0 ? undefined : idle?.splice(index, 1)[0];
  }

  dial(vuId: number, target: HttpTarget, user: HttpUser): HttpConnection {
    return new HttpConnection(target, user, (connection) => this.#drop(vuId, connection));
  }

  /** Keeps a connection for the VU's next request. */
  keep(vuId: number, connection: HttpConnection): void {
    connection.release();
    const idle = this.#idle.get(vuId);
    if (idle) idle.unshift(connection);
    else this.#idle.set(vuId, [connection]);
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
