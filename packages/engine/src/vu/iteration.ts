import type { Lane } from '../contract/script.ts';
import type { IterationOutcome } from '../contract/vu.ts';

/** An operation that keeps an iteration alive: a socket, a timer, a request or a blocking call. */
export interface Operation {
  /**
   * Called when the iteration ends before the operation. The operation reports `closed` when it is done: at once,
   * unless it waits for a peer.
   */
  stop(why: 'interrupted' | 'failed'): void;
}

/** The VU whose code an iteration runs. */
export interface IterationOwner {
  readonly lane: Lane;
  /** Makes it the VU whose code runs now. */
  becomeCurrent(): void;
  /** One line about what was thrown, with its place in the script. */
  describe(thrown: unknown): string;
}

/**
 * One run of one exported function. It ends when the function has returned and no operation is open (docs/facts/k6.md,
 * section 2d). Every call into the script goes through `enter`.
 */
export class Iteration {
  readonly #owner: IterationOwner;
  readonly #open = new Set<Operation>();
  readonly #finish: (outcome: IterationOutcome) => void;
  #held: (() => void)[] | undefined;
  #checking = false;
  #outcome: IterationOutcome | undefined;
  #finished = false;
  /** A blocking call is outstanding: every other callback of the VU is held back. */
  blocked = false;
  /** The name of the outstanding call, such as `sleep()`. */
  waitingFor = '';
  /** Whether an `await` has taken up the outstanding call. */
  awaiting = false;
  /** A handler of `k6/ws` runs. */
  inSocketHandler = false;
  /** A close or error handler of `k6/websockets` runs. */
  inCloseHandler = false;

  constructor(owner: IterationOwner, finish: (outcome: IterationOutcome) => void) {
    this.#owner = owner;
    this.#finish = finish;
  }

  /** False once the iteration was interrupted or has failed: no sample is pushed and no handler runs any more. */
  get running(): boolean {
    return this.#outcome === undefined;
  }

  /**
   * Whether a `k6/ws` handler runs in the async lane. In k6 timers, sockets and requests make no progress there; Node
   * cannot hold them back, so they are refused.
   */
  get refusesProgress(): boolean {
    return this.inSocketHandler && this.#owner.lane === 'async';
  }

  opened(operation: Operation): void {
    this.#open.add(operation);
  }

  closed(operation: Operation): void {
    this.#open.delete(operation);
    this.check();
  }

  /** Runs a callback of the script now, or as soon as no blocking call is outstanding. */
  deliver(callback: () => void): void {
    if (!this.running) return;
    if (this.blocked || this.#held?.length) {
      this.#held ??= [];
      this.#held.push(callback);
      return;
    }
    this.enter(callback);
  }

  /** Makes its VU the one whose code runs now. */
  becomeCurrent(): void {
    this.#owner.becomeCurrent();
  }

  /** Runs a callback of the script now. An exception ends the iteration. */
  enter(callback: () => void): void {
    this.becomeCurrent();
    try {
      callback();
    } catch (error) {
      this.fail(error);
    }
    this.check();
  }

  /** Ends the blocking call. Callbacks that were held back run after the code that waited for the call. */
  unblock(): void {
    this.blocked = false;
    setImmediate(release, this);
  }

  /** Runs one callback that was held back; promises settle before the next one. @internal */
  releaseHeld(): void {
    if (this.blocked || !this.running) return;
    const next = this.#held?.shift();
    if (this.#held?.length) setImmediate(release, this);
    if (next) this.enter(next);
    else this.check();
  }

  fail(error: unknown): void {
    if (!this.running) return;
    this.#end({ kind: 'threw', message: this.#owner.describe(error) }, 'failed');
  }

  /** `exec.test.abort`: ends the iteration at once; it counts as complete. */
  abort(): void {
    if (this.running) this.#end({ kind: 'complete' }, 'interrupted');
  }

  interrupt(): void {
    if (this.running) this.#end({ kind: 'interrupted' }, 'interrupted');
  }

  #end(outcome: IterationOutcome, why: 'interrupted' | 'failed'): void {
    this.#outcome = outcome;
    this.#held = undefined;
    for (const operation of [...this.#open]) operation.stop(why);
    this.check();
  }

  /** Ends the iteration when nothing is open once the promises have settled. */
  check(): void {
    if (this.#checking || this.#open.size > 0) return;
    this.#checking = true;
    setImmediate(checkNow, this);
  }

  /** @internal */
  checkNow(): void {
    this.#checking = false;
    if (this.#finished || this.#open.size > 0 || (this.running && (this.#held?.length ?? 0) > 0)) return;
    this.#finished = true;
    this.#outcome ??= { kind: 'complete' };
    this.#finish(this.#outcome);
  }
}

function release(iteration: Iteration): void {
  iteration.releaseHeld();
}

function checkNow(iteration: Iteration): void {
  iteration.checkNow();
}
