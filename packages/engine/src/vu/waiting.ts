import type { Iteration, Operation } from './iteration.ts';

/** Ends a blocking call: with an error to throw, or with its value. */
export type Settle<T> = (error: Error | undefined, value?: T) => void;

/** How a lane waits for a blocking call. */
export interface Waiting {
  /** Runs a blocking call. Gives its value in the worker lane, and a thenable for it in the async lane. */
  wait<T>(what: string, iteration: Iteration, start: (settle: Settle<T>) => Operation): T;
}

/** Watches the promises of a script in the async lane, where a blocking call does not stop them. */
export interface BlockedPromises {
  /** Called when `await` gets a blocking call, which it takes up in a job of its own. */
  given(): void;
  /** Called in that job. */
  taken(iteration: Iteration): void;
  dispose(): void;
}
