import { promiseHooks } from 'node:v8';
import type { Host } from '../vu/host.ts';
import type { Iteration } from '../vu/iteration.ts';
import type { BlockedPromises } from '../vu/waiting.ts';

/** What a constructor returns is the object in which a class over it makes its fields. */
const Itself = function itself(object: object): object {
  return object;
} as unknown as new (
  object: object,
) => object;

/**
 * A mark in a promise that no script can see. Far cheaper than a WeakSet, whose table of all promises under way every
 * collection has to look through.
 */
class Reaction extends Itself {
  #toRun = true;

  /** Whether the job of this promise is one that runs code of the script; it is asked once. */
  static runs(promise: object): boolean {
    if (!(#toRun in promise) || !promise.#toRun) return false;
    promise.#toRun = false;
    return true;
  }
}

/**
 * Watches what promises of a script do while a blocking call of their VU is outstanding. In k6 none of them makes
 * progress then, because the call does not return; in the async lane it has returned to the event loop, and Node cannot
 * hold a promise back. So one that runs on ends the run (k6.md sections 2e and 11, 13 and 15).
 */
export class PromiseWatch implements BlockedPromises {
  readonly #host: Host;
  /** The promise whose job runs. */
  #running: object | undefined;
  /** A promise that ran while the blocking call had not been taken up by its `await`: rightly only if it is that one. */
  #early: object | undefined;
  #taking = false;
  /** Where a handler of k6/ws last used a promise. */
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

  /** A blocking call is given to `await`, which takes it up in a job of its own. */
  given(): void {
    this.#taking = true;
    this.#early = undefined;
  }

  /** That job runs. */
  taken(iteration: Iteration): void {
    this.#taking = false;
    if (this.#early && this.#early !== this.#running) this.#refuse(iteration);
  }

  /** `then` or `await` has made it. */
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
