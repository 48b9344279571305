import type { Host } from '../vu/host.ts';
import type { Iteration, Operation } from '../vu/iteration.ts';
import type { Settle, Waiting } from '../vu/waiting.ts';
import type { Channel } from './channel.ts';

/**
 * Thrown by each call after an interrupt, so that the code unwinds. Code that goes on anyway is ended with its thread.
 */
const interrupted = 'the iteration was interrupted';

/** Pause before a further call throws, so that code which logs and tries again does not flood the log. */
const pauseMs = 100;

/** Blocking calls of the worker lane: the call blocks its thread while the main thread does the I/O. */
export class BlockingWaiting implements Waiting {
  readonly #host: Host;
  readonly #channel: () => Channel;

  constructor(host: Host, channel: () => Channel) {
    this.#host = host;
    this.#channel = channel;
  }

  wait<T>(_what: string, iteration: Iteration, start: (settle: Settle<T>) => Operation): T {
    const host = this.#host;
    if (!iteration.running) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
      throw host.error(interrupted);
    }
    const inside = iteration.blocked;
    iteration.blocked = true;
    const settled: { error: Error | undefined; value: T | undefined }[] = [];
    const operation = start((error, value) => settled.push({ error, value }));
    iteration.opened(operation);
    try {
      this.#channel().pumpUntil(() => settled.length > 0 || !iteration.running);
    } finally {
      iteration.closed(operation);
      if (!inside) iteration.unblock();
    }
    const [result] = settled;
    if (!result) throw host.error(interrupted);
    if (result.error) throw result.error;
    return result.value as T;
  }
}
