import { promiseHooks } from 'node:v8';
import type { Host } from '../vu/host.ts';
import type { Iteration } from '../vu/iteration.ts';
import type { BlockedPromises } from '../vu/waiting.ts';

/** A base class whose constructor returns its argument, so that a subclass can add private fields to any object. */
const Itself = function itself(object: object): object {
  return object;
} as unknown as new (
  object: object,
) => object;

/**
 * A private field in a promise, which no script can see. It is far cheaper than a WeakSet, whose whole table each
 * garbage collection has to scan.
 */
class Reaction extends Itself {
  #toRun = true;

  /** Whether the job of this promise runs code of the script. True once for each promise. */
  static runs(promise: object): boolean {
    if (!(#toRun in promise) || !promise.#toRun) return false;
    promise.#toRun = false;
    return true;
  }
}

/**
 * Watches the promises of a script while a blocking call of their VU is outstanding. In k6 no promise makes progress
 * then, because the call has not returned. In the async lane it has returned to the event loop, and Node cannot hold a
 * promise back, so a promise that makes progress ends the run (docs/facts/k6.md, section 2e; section 11, hazards 13 and
 * 15).
 */
export class PromiseWatch implements BlockedPromises {
  readonly #host: Host;
  /** The promise whose job runs now. */
  #running: object | undefined;
  /**
   * A promise that ran before the `await` had taken up the blocking call. It may run only if it is that `await`'s own.
   */
  #early: object | undefined;
  #taking = false;
  /** An error whose stack says where a k6/ws handler last used a promise. */
  #used: Error | undefined;
  readonly #stop: () => void;

  constructor(host: Host) {
    this.#host = host;
    const { Promise: Own } = host.intrinsics;
    const stop = promiseHooks.createHook({
      init: (promise, parent: object | undefined) => {
        if (parent && promise instanceof Own) this.#made(promise);
      },
      before: (promise) => {
        if (promise instanceof Own) this.#runs(promise);
      },
    });
    this.#stop = () => stop();
  }

  dispose(): void {
    this.#stop();
  }

  /** Called when `await` gets a blocking call, which it takes up in a job of its own. */
  given(): void {
    this.#taking = true;
    this.#early = undefined;
  }

  /** Called in that job. */
  taken(iteration: Iteration): void {
    this.#taking = false;
    if (this.#early && this.#early !== this.#running) this.#refuse(iteration);
  }

  /** Called for a promise that `then` or `await` has made. */
  #made(promise: object): void {
    new Reaction(promise);
    if (this.#host.current?.iteration?.inSocketHandler) this.#used = this.#host.error('');
  }

  #runs(promise: object): void {
    this.#running = promise;
    if (!Reaction.runs(promise)) return;
    const iteration = this.#host.current?.iteration;
    if (!iteration?.blocked || !iteration.running) return;
    if (this.#taking && !this.#early) this.#early = promise;
    else if (iteration.awaiting) this.#refuse(iteration);
  }

  #refuse(iteration: Iteration): void {
    const error = this.#used ?? this.#host.error('');
    this.#used = undefined;
    iteration.fail(
      this.#host.hazard(
        `a promise made progress while ${iteration.waitingFor} was outstanding: in k6 it would not before the call ` +
          'returns, nor inside a k6/ws handler before ws.connect returns. Await it before the call; --lane worker really blocks',
        error,
      ),
    );
  }
}
