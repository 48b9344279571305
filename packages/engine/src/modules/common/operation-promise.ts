import type { Host } from '../../vu/host.ts';
import type { Iteration, Operation } from '../../vu/iteration.ts';

/** Starts an operation that settles a promise of the script's realm and keeps the iteration alive until then. */
export function operationPromise<T>(
  host: Host,
  start: (resolve: (value: T) => void, reject: (error: Error) => void) => { cancel(): void },
): Promise<T> {
  const { iteration } = host.vu;
  if (!iteration) throw host.unsupported('asyncInInit');
  if (!iteration.running) return host.never<T>();
  return new host.intrinsics.Promise<T>((resolve, reject) => {
    const operation = new PromiseOperation(iteration);
    iteration.opened(operation);
    operation.started = start(
      (value) => operation.settle(() => resolve(value)),
      (error) => operation.settle(() => reject(error)),
    );
  });
}

class PromiseOperation implements Operation {
  readonly #iteration: Iteration;
  started: { cancel(): void } | undefined;

  constructor(iteration: Iteration) {
    this.#iteration = iteration;
  }

  settle(settle: () => void): void {
    if (!this.#iteration.running) return;
    this.#iteration.deliver(() => {
      settle();
      this.#iteration.closed(this);
    });
  }

  stop(): void {
    this.started?.cancel();
    this.#iteration.closed(this);
  }
}

/** Turns a promise of Node into one of the script's realm. */
export function adoptPromise<T, U>(host: Host, work: Promise<T>, convert: (value: T) => U): Promise<U> {
  return operationPromise<U>(host, (resolve, reject) => {
    // Each promise settles in a macrotask of its own, so that promises of two VUs never share one.
    work.then(
      (value) => setImmediate(() => resolve(convert(value))),
      (error: Error) => setImmediate(() => reject(host.error(`${error.name}: ${error.message}`))),
    );
    return { cancel: () => undefined };
  });
}
