import type { Cancellable } from '../ports/io.ts';
import type { CurrentVu } from '../vu/current-vu.ts';
import type { Host } from '../vu/host.ts';
import type { Iteration, Operation } from '../vu/iteration.ts';

/** A timer of a script. An interval is armed again after its callback has run (docs/facts/k6.md, section 8). */
class Timer implements Operation {
  readonly id: number;
  readonly #host: Host;
  readonly #vu: CurrentVu;
  readonly #iteration: Iteration;
  readonly #kind: 'setTimeout' | 'setInterval';
  readonly #callback: (...values: unknown[]) => void;
  readonly #delayMs: number;
  readonly #values: readonly unknown[];
  #handle: Cancellable | undefined;

  constructor(
    host: Host,
    iteration: Iteration,
    kind: 'setTimeout' | 'setInterval',
    call: { callback: (...values: unknown[]) => void; delayMs: number; values: readonly unknown[] },
  ) {
    this.#host = host;
    this.#vu = host.vu;
    this.id = this.#vu.lastTimer;
    this.#iteration = iteration;
    this.#kind = kind;
    this.#callback = call.callback;
    this.#delayMs = call.delayMs;
    this.#values = call.values;
  }

  start(): void {
    this.#iteration.opened(this);
    this.#arm();
  }

  #arm(): void {
    this.#handle = this.#host.io.after(this.#delayMs, () => this.#iteration.deliver(() => this.#fire()));
  }

  #fire(): void {
    if (!this.#handle) return;
    if (this.#kind === 'setTimeout') this.clear();
    this.#callback(...this.#values);
    if (this.#handle && this.#iteration.running) this.#arm();
  }

  clear(): void {
    this.#handle?.cancel();
    this.#handle = undefined;
    this.#vu.timers.delete(this.id);
    this.#iteration.closed(this);
  }

  stop(): void {
    this.#host.context.log('warning', `${this.#kind} ${this.id} was stopped because the VU iteration was interrupted`);
    this.clear();
  }
}

/** The timer functions, as globals and as the module `k6/timers`. */
export function createTimers(host: Host) {
  const start = (kind: 'setTimeout' | 'setInterval', callback: unknown, delay: unknown, values: unknown[]): number => {
    if (typeof callback !== 'function') throw host.typeError(`${kind}'s callback isn't a callable function`);
    const { vu } = host;
    const { iteration } = vu;
    if (!iteration) throw host.unsupported('asyncInInit', ` (${kind})`);
    if (iteration.refusesProgress) {
      throw host.hazard(
        `${kind} inside a k6/ws handler makes no progress until ws.connect returns: use socket.${kind}`,
      );
    }
    vu.lastTimer += 1;
    if (!iteration.running) return vu.lastTimer;
    const delayMs = Math.max(0, Number(delay) || 0);
    const call = { callback: callback as (...values: unknown[]) => void, delayMs, values };
    const timer = new Timer(host, iteration, kind, call);
    vu.timers.set(timer.id, timer);
    timer.start();
    return timer.id;
  };
  const clear = (id: unknown): void => host.vu.timers.get(id as number)?.clear();
  return {
    setTimeout: (callback: unknown, delay?: unknown, ...values: unknown[]) =>
      start('setTimeout', callback, delay, values),
    setInterval: (callback: unknown, delay?: unknown, ...values: unknown[]) =>
      start('setInterval', callback, delay, values),
    clearTimeout: clear,
    clearInterval: clear,
  };
}
