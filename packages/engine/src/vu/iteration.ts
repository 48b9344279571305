import type { Lane } from '../contract/script.ts';
import type { IterationOutcome } from '../contract/vu.ts';

/** Something that keeps an iteration alive: a socket, a timer, a request, a blocking call. */
export interface Operation {
  /**
   * The iteration is over before the operation is. It reports `closed` when it is done, at once unless it has a peer
   * to wait for.
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
 * The account of one run of one function: it ends when the function has returned and no operation is open
 * (k6.md section 2d). Every call into the script goes through `enter`.
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
  /** Which call that is, such as `sleep()`. */
  waitingFor = '';
  /** It was taken up by an `await`. */
  awaiting = false;
  /** A handler of `k6/ws` runs. */
  inSocketHandler = false;
  /** A close or error handler of `k6/websockets` runs. */
  inCloseHandler = false;

  constructor(owner: IterationOwner, finish: (outcome: IterationOutcome) => void) {
    this.#owner = owner;
    this.#finish = finish;
  }

  /** False once the iteration was interrupted or has failed: nothing is pushed and no handler runs any more. */
  get running(): boolean {
    return this.#outcome === undefined;
  }

  /** In the async lane, what k6 does not let progress inside a k6/ws handler cannot be held back: it is refused. */
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

  /** The blocking call is over: what was held back runs after the code that waited for it. */
  unblock(): void {
    this.blocked = false;
    setImmediate(release, this);
  }

  /** Runs one callback that was held back; promises settle before the next. @internal */
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

  /** `exec.test.abort`: nothing of this iteration runs any more, but it counts. */
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
