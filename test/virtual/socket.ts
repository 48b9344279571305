import { Duplex } from 'node:stream';
import type { VirtualClock } from './clock.ts';
import type { VirtualTimer } from './timers.ts';

/** How long bytes are on their way. */
export const LATENCY_US = 250;

export interface End {
  readonly address: string;
  readonly port: number;
}

/**
 * One end of a connection that exists in memory alone. It behaves as a `net.Socket` that stands on loopback, as far as
 * the engine, Node's HTTP server and `ws` can tell.
 */
export class MemorySocket extends Duplex {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly remoteFamily = 'IPv4';
  bytesRead = 0;
  bytesWritten = 0;
  readonly #clock: VirtualClock;
  #peer: MemorySocket | undefined;
  #finSent = false;
  #isReset = false;
  #idle: { readonly ms: number; timer: VirtualTimer } | undefined;

  /** @param halfOpen whether it stays writable once the peer has ended */
  constructor(clock: VirtualClock, ends: { readonly local: End; readonly remote: End }, halfOpen: boolean) {
    super({ allowHalfOpen: halfOpen });
    this.#clock = clock;
    this.localAddress = ends.local.address;
    this.localPort = ends.local.port;
    this.remoteAddress = ends.remote.address;
    this.remotePort = ends.remote.port;
  }

  join(peer: MemorySocket): void {
    this.#peer = peer;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    // The writer may use the buffer again.
    const bytes = Buffer.from(chunk);
    this.bytesWritten += bytes.length;
    this.#touch();
    this.#send((peer) => {
      peer.bytesRead += bytes.length;
      peer.#touch();
      peer.push(bytes);
    });
    done();
  }

  override _final(done: () => void): void {
    this.#end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.#idle) this.#idle.timer.isSet = false;
    if (!this.#isReset) this.#end();
    done(error);
  }

  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  /** The peer reads an error and not an end. */
  resetAndDestroy(): this {
    this.#isReset = true;
    const error = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
    this.#send((peer) => peer.destroy(error));
    return this.destroy();
  }

  /** Emits `timeout` when nothing was read or written for that long; 0 is never. */
  setTimeout(ms: number, callback?: () => void): this {
    if (this.#idle) this.#idle.timer.isSet = false;
    this.#idle = undefined;
    if (ms > 0) {
      if (callback) this.once('timeout', callback);
      this.#idle = { ms, timer: this.#idleTimer(ms) };
    } else if (callback) this.off('timeout', callback);
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  #touch(): void {
    if (!this.#idle) return;
    this.#idle.timer.isSet = false;
    this.#idle.timer = this.#idleTimer(this.#idle.ms);
  }

  #idleTimer(ms: number): VirtualTimer {
    return this.#clock.afterUs(ms * 1_000, () => this.emit('timeout'));
  }

  #end(): void {
    if (this.#finSent) return;
    this.#finSent = true;
    this.#send((peer) => peer.push(null));
  }

  #send(arrive: (peer: MemorySocket) => void): void {
    this.#clock.afterUs(LATENCY_US, () => {
      if (this.#peer && !this.#peer.destroyed && !this.#peer.readableEnded) arrive(this.#peer);
    });
  }
}
