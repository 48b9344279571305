import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { Host } from '../vu/host.ts';
import type { Iteration, Operation } from '../vu/iteration.ts';
import type { Settle, Waiting } from '../vu/waiting.ts';

/**
 * The result of a blocking call before it is awaited. Any use of it but `then` is a mistake that k6 would not notice.
 */
class Pending {
  readonly #host: Host;
  readonly #iteration: Iteration;
  readonly #what: string;
  #resolve: ((value: unknown) => void) | undefined;
  #reject: ((error: Error) => void) | undefined;
  #settled: { error: Error | undefined; value: unknown } | undefined;

  constructor(host: Host, iteration: Iteration, what: string) {
    this.#host = host;
    this.#iteration = iteration;
    this.#what = what;
  }

  get awaited(): boolean {
    return this.#resolve !== undefined;
  }

  /** The function that `await` calls as `then`. */
  onSettled(resolve: (value: unknown) => void, reject: (error: Error) => void): void {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#iteration.awaiting = true;
    this.#host.promises?.taken(this.#iteration);
    this.#give();
  }

  settle(error: Error | undefined, value: unknown): void {
    this.#settled = { error, value };
    this.#give();
  }

  #give(): void {
    if (!this.#settled) return;
    const { error, value } = this.#settled;
    if (error) this.#reject?.(error);
    else this.#resolve?.(value);
  }

  misused(how: string): Error {
    return laneError(this.#host, `${this.#what} was not awaited: ${how}`);
  }

  /** The `then` that `await` asks for, and calls in a job of its own. */
  taker(): unknown {
    this.#host.promises?.given();
    return this.onSettled.bind(this);
  }
}

/** Ends the run because the script cannot run in the async lane, and gives the error to throw. */
export function laneError(host: Host, message: string): Error {
  const error = host.error(`${message}. In the async lane each blocking call is awaited; --lane worker really blocks`);
  host.context.end(new RunEnd(ExitCode.scriptException, host.describe(error)));
  return error;
}

const guard: ProxyHandler<Pending> = {
  get(pending, key) {
    if (key === 'then') return pending.taker();
    throw pending.misused(`"${String(key)}" of its result was used`);
  },
  set(pending, key) {
    throw pending.misused(`"${String(key)}" of its result was set`);
  },
  has(pending, key) {
    throw pending.misused(`"${String(key)}" was looked for in its result`);
  },
  ownKeys(pending) {
    throw pending.misused('its result was enumerated');
  },
};

/**
 * Blocking calls of the async lane: the call gives a thenable, and other callbacks of its VU are held back until its
 * end.
 */
export class AsyncWaiting implements Waiting {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  wait<T>(what: string, iteration: Iteration, start: (settle: Settle<T>) => Operation): T {
    const host = this.#host;
    if (!iteration.running) return host.never() as T;
    if (iteration.inSocketHandler) {
      throw laneError(host, `${what} was called inside a k6/ws handler, where k6 blocks and Node cannot`);
    }
    // Without a watch a promise that runs on meanwhile would not be noticed.
    if (!host.promises) throw laneError(host, `${what} was called in a way that could not be seen beforehand`);
    if (iteration.blocked) throw laneError(host, `${what} was called while another blocking call is outstanding`);
    const pending = new Pending(host, iteration, what);
    iteration.blocked = true;
    iteration.waitingFor = what;
    iteration.awaiting = false;
    let operation: Operation | undefined;
    let early = false;
    operation = start((error, value) => {
      early = operation === undefined;
      if (operation) iteration.closed(operation);
      if (!iteration.running) return;
      iteration.becomeCurrent();
      iteration.unblock();
      pending.settle(error, value);
    });
    if (!early) iteration.opened(operation);
    setImmediate(checkAwaited, pending, iteration);
    return new Proxy(pending, guard) as T;
  }
}

function checkAwaited(pending: Pending, iteration: Iteration): void {
  if (pending.awaited || !iteration.running) return;
  iteration.enter(() => {
    throw pending.misused('the script went on without it');
  });
}
