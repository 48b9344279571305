import type { Iteration, Operation } from './iteration.ts';

/** Ends a blocking call: with an error to throw, or with its value. */
export type Settle<T> = (error: Error | undefined, value?: T) => void;

/** How a lane waits for a blocking call. */
export interface Waiting {
  /** Gives the value in the worker lane, a thenable for it in the async lane. */
  wait<T>(what: string, iteration: Iteration, start: (settle: Settle<T>) => Operation): T;
}

/** Disposable watch over the promises of a script whose blocking calls only look as if they blocked. */
export interface BlockedPromises {
  /** A blocking call's result was handed to `await`, which takes it up in a job of its own. */
  given(): void;
  /** That job runs. */
  taken(iteration: Iteration): void;
  dispose(): void;
}
