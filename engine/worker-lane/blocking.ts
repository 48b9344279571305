import type { Iteration, Operation } from '../vu/iteration.ts';
import type { Settle, Waiting } from '../vu/lane.ts';
import type { Channel } from './channel.ts';

/** The worker lane: a blocking call really blocks its thread, while the main thread does the I/O. */
export class BlockingWaiting implements Waiting {
  readonly #channel: () => Channel;

  constructor(channel: () => Channel) {
    this.#channel = channel;
  }

  wait<T>(_what: string, iteration: Iteration, start: (settle: Settle<T>) => Operation): T {
    iteration.assertRunning();
    const inside = iteration.blocked;
    iteration.blocked = true;
    const settled: { error: Error | undefined; value: T | undefined }[] = [];
    const operation = start((error, value) => settled.push({ error, value }));
    iteration.opened(operation);
    this.#channel().pumpUntil(() => settled.length > 0 || !iteration.running);
    iteration.closed(operation);
    if (!inside) iteration.unblock();
    const [result] = settled;
    if (!result) throw iteration.vu.host.error('the iteration was interrupted');
    if (result.error) throw result.error;
    return result.value as T;
  }
}
