import { setMaxListeners } from 'node:events';
import type { Metric, Tags } from '../contract/metrics.ts';
import type { Lane } from '../contract/script.ts';
import type { IterationJob, IterationOutcome, Vu } from '../contract/vu.ts';
import type { Traffic } from '../ports/io.ts';
import { isOfSharedBuiltins } from '../realm/realm.ts';
import { elapsedMs } from '../time/elapsed.ts';
import { timerMs } from '../time/timer-delay.ts';
import type { CurrentVu, VuRole } from './current-vu.ts';
import type { Host } from './host.ts';
import { Iteration, type IterationOwner } from './iteration.ts';
import { type LifecycleCall, type LifecycleFunction, type LifecycleVu, returnedBy } from './lifecycle-call.ts';
import { isThenable } from './thenable.ts';
import { VuTags } from './vu-tags.ts';

export type ScriptFunction = (...values: unknown[]) => unknown;
export type ScriptExports = Readonly<Record<string, unknown>>;

/** The state that modules keep for a VU, by their keys. */
export type ModuleState = Map<symbol, unknown>;

/** One VU in this thread: its module scope, its tags and its current iteration. */
export class VirtualUser implements Vu, LifecycleVu, CurrentVu, IterationOwner {
  readonly host: Host;
  readonly idInInstance: number;
  readonly idInTest: number;
  readonly role: VuRole;
  readonly tags: VuTags;
  readonly timers = new Map<number, { clear(): void }>();
  readonly traffic: Traffic = { sent: 0, received: 0 };
  lastTimer = 0;
  /** Whether the function that ran last was async. */
  returnedPromise = false;
  /** The group that runs now, `''` at the root. */
  group = '';
  iteration: Iteration | undefined;
  job: IterationJob | undefined;
  /** `__ITER`, and `exec.vu.iterationInInstance`. */
  iterationInInstance = -1;
  #exports: ScriptExports = {};
  #env: Record<string, string> | undefined;
  #state: ModuleState | undefined;
  #setupData: { readonly value: unknown } | undefined;
  #setupJson: () => string | undefined = () => undefined;
  /**
   * Set when an async function was cut before it had ended: the VU may not be used again (docs/facts/k6.md, section 11,
   * hazard 1).
   */
  #cut = false;

  constructor(host: Host, ids: { idInInstance: number; idInTest: number }, role: VuRole = 'vu') {
    this.host = host;
    this.idInInstance = ids.idInInstance;
    this.idInTest = ids.idInTest;
    this.role = role;
    this.tags = new VuTags(host);
  }

  /** Evaluates the script's top level for this VU. */
  init(evaluate: () => ScriptExports, setupJson: () => string | undefined): void {
    this.host.current = this;
    this.#exports = evaluate();
    this.#setupJson = setupJson;
  }

  get lane(): Lane {
    return this.host.lane;
  }

  becomeCurrent(): void {
    this.host.current = this;
  }

  describe(thrown: unknown): string {
    return this.host.describe(thrown);
  }

  get exports(): ScriptExports {
    return this.#exports;
  }

  /** `__ENV`: the environment with the scenario's own on top, a copy that the VU may change. */
  get env(): Record<string, string> {
    this.#env ??= { ...this.host.context.env, ...this.job?.scenario.env };
    return this.#env;
  }

  /** State a module keeps for this VU. */
  state<T>(key: symbol, make: () => T): T {
    this.#state ??= new Map();
    let found = this.#state.get(key) as T | undefined;
    if (found === undefined) {
      found = make();
      this.#state.set(key, found);
    }
    return found;
  }

  forget(key: symbol): void {
    this.#state?.delete(key);
  }

  /** Pushes a sample, unless the iteration was interrupted or failed. */
  push(metric: Metric, value: number, tags: Tags = this.tags.all, timeMs: number = Date.now()): void {
    // Samples of handleSummary are discarded.
    if (this.role === 'handleSummary' || !this.iteration?.running) return;
    this.host.context.sink.push(metric, value, tags, timeMs, this.tags.metadata);
  }

  run(job: IterationJob, signal: AbortSignal): Promise<IterationOutcome> {
    if (this.job?.scenario !== job.scenario) {
      this.#env = undefined;
      this.tags.begin(job.scenario, '');
    }
    this.job = job;
    const name = job.scenario.exec;
    return this.#iterate(name, () => [this.#data()], signal);
  }

  async callExported(
    name: LifecycleFunction,
    argumentJson: string | undefined,
    signal: AbortSignal,
  ): Promise<LifecycleCall> {
    this.tags.begin(undefined, this.role === 'handleSummary' ? '' : `::${this.role}`);
    let value: unknown;
    const args = () => (argumentJson === undefined ? [] : [this.host.parse(argumentJson)]);
    const outcome = await this.#iterate(name, args, signal, (returned) => {
      value = returned;
    });
    return { outcome, returned: returnedBy(name, value), async: this.returnedPromise };
  }

  #data(): unknown {
    if (!this.#setupData) {
      const json = this.#setupJson();
      this.#setupData = { value: json === undefined ? undefined : this.host.parse(json) };
    }
    return this.#setupData.value;
  }

  async #iterate(
    name: string,
    args: () => unknown[],
    signal: AbortSignal,
    result?: (value: unknown) => void,
  ): Promise<IterationOutcome> {
    if (this.#cut) {
      const error = this.host.hazard(
        'an async function of this VU was cut by a hard stop: in k6 its promises never settle again ' +
          'and the VU loops flat out. Let gracefulStop and gracefulRampDown exceed the longest iteration',
      );
      return { kind: 'threw', message: error.message };
    }
    this.iterationInInstance += 1;
    this.tags.iterate(this.idInInstance, this.iterationInInstance);
    const startedAt = performance.now();
    const outcome = await this.#runFunction(name, args, signal, result);
    const durationMs = elapsedMs(startedAt);
    this.#report(outcome, durationMs);
    this.#reset();
    if (this.role === 'vu' && outcome.kind !== 'interrupted') {
      await rest(this.host.options.minIterationDurationMs - durationMs, signal);
    }
    return outcome;
  }

  #runFunction(
    name: string,
    args: () => unknown[],
    signal: AbortSignal,
    result?: (value: unknown) => void,
  ): Promise<IterationOutcome> {
    return new Promise((resolve) => {
      // A function that is sync in k6 unwinds when it is cut.
      let returned = this.host.awaitedFor.has(name);
      const onAbort = () => iteration.interrupt();
      const iteration = new Iteration(this, (outcome) => {
        signal.removeEventListener('abort', onAbort);
        if (!returned && outcome.kind === 'interrupted') this.#cut = true;
        resolve(outcome);
      });
      this.iteration = iteration;
      if (signal.aborted) iteration.interrupt();
      // One signal may stop every VU of a scenario.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', onAbort);
      const done = (value: unknown) => {
        returned ||= iteration.running;
        result?.(value);
      };
      const failed = (error: unknown) => {
        returned ||= iteration.running;
        iteration.fail(error);
      };
      // A macrotask of its own, so that promises of this VU settle before another VU runs.
      setImmediate(() => {
        if (!iteration.running) {
          returned = true;
          return;
        }
        this.returnedPromise = false;
        iteration.enter(() => {
          const returnedValue = callExported(this.#exports, name, args);
          this.returnedPromise = isThenable(returnedValue);
          if (isThenable(returnedValue)) returnedValue.then(done, failed);
          else done(returnedValue);
        });
        // A sync function that was cut has unwound. An async one has not, which is hazard 1.
        if (!iteration.running && !this.returnedPromise) returned = true;
      });
    });
  }

  #report(outcome: IterationOutcome, durationMs: number): void {
    const { sink } = this.host.context;
    const tags = this.tags.all;
    const { metadata } = this.tags;
    const now = Date.now();
    // Errors of setup, teardown and handleSummary are logged by their caller.
    if (this.role === 'vu' && outcome.kind === 'threw') {
      this.host.context.log('error', outcome.message);
      if (this.lane === 'async' && isOfSharedBuiltins(outcome.message)) {
        this.host.warnOnce(
          'such an error may come of built-ins, which VUs share in the async lane: --lane worker gives each its own',
        );
      }
    }
    if (this.role === 'handleSummary') return;
    if (this.role === 'vu' && outcome.kind !== 'interrupted') {
      sink.push(this.host.builtin('iteration_duration'), durationMs, tags, now, metadata);
      sink.push(this.host.builtin('iterations'), 1, tags, now, metadata);
    }
    sink.push(this.host.builtin('data_sent'), this.traffic.sent, tags, now, metadata);
    sink.push(this.host.builtin('data_received'), this.traffic.received, tags, now, metadata);
    this.traffic.sent = 0;
    this.traffic.received = 0;
  }

  #reset(): void {
    this.iteration = undefined;
    this.group = '';
    if (this.host.options.noVUConnectionReuse) this.host.io.forget(this.idInInstance);
  }

  async dispose(): Promise<void> {
    this.iteration?.interrupt();
    this.host.io.forget(this.idInInstance);
    this.#state = undefined;
  }
}

function callExported(exports: ScriptExports, name: string, args: () => unknown[]): unknown {
  const found = exports[name];
  if (typeof found !== 'function') throw new Error(`function '${name}' not found in exports`);
  return (found as ScriptFunction)(...args());
}

/** Waits for `ms`, or until `signal` fires. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  if (!(ms > 0) || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, timerMs(ms));
    signal.addEventListener('abort', done);
  });
}
