import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { Metric } from '../contract/metrics.ts';
import type { RunContext } from '../contract/run-context.ts';
import type { IterationJob, IterationOutcome, Vu } from '../contract/vu.ts';
import type { Io, Traffic } from '../ports/io.ts';
import type { LifecycleCall, LifecycleFunction, LifecycleVu } from '../vu/lifecycle-call.ts';
import { IoServer } from './io-server.ts';
import type { FromWorker, PlainSample, Question, ToWorker, WorkerInit } from './protocol.ts';
import { spawnWorker } from './spawn-worker.ts';

/** What all workers of a run share, on the main thread. */
export interface WorkerRun {
  readonly context: RunContext;
  readonly io: Io;
  readonly init: Omit<WorkerInit, 'port' | 'signal' | 'ids' | 'role'>;
  setupJson(): string | undefined;
  /** The script ended the run: by `exec.test.abort`, or by a call that the engine lacks. */
  ended(reason: RunEnd): void;
}

/** How long after an interrupt a worker's code may go on before its thread is ended. */
const unresponsiveMs = 2000;

/** The metrics whose values the main thread counts, since the worker does no I/O itself. */
const trafficMetrics: Readonly<Record<string, keyof Traffic>> = { data_sent: 'sent', data_received: 'received' };

type Ended = { readonly outcome: IterationOutcome } | { readonly call: LifecycleCall };

/** The main thread's side of one VU of the worker lane. */
export class WorkerVu implements Vu, LifecycleVu {
  readonly idInInstance: number;
  readonly idInTest: number;
  readonly #run: WorkerRun;
  readonly #role: WorkerInit['role'];
  readonly #metrics = new Map<string, Metric>();
  #worker: Worker | undefined;
  #port: MessagePort | undefined;
  #signal = new Int32Array(new SharedArrayBuffer(4));
  #io: IoServer | undefined;
  #job: IterationJob | undefined;
  #knowsSetup = false;
  #started: { resolve(): void; reject(error: Error): void } | undefined;
  #ended: ((ended: Ended) => void) | undefined;
  #responded = false;

  constructor(run: WorkerRun, ids: { idInInstance: number; idInTest: number }, role: WorkerInit['role']) {
    this.#run = run;
    this.idInInstance = ids.idInInstance;
    this.idInTest = ids.idInTest;
    this.#role = role;
  }

  /** Starts the thread and evaluates the script in it. */
  async start(): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#signal = new Int32Array(new SharedArrayBuffer(4));
    this.#knowsSetup = false;
    this.#io = new IoServer(this.#run.io, this.idInInstance, (message) => this.#post(message));
    const { idInInstance, idInTest } = this;
    const init = { ...this.#run.init, port: port2, signal: this.#signal, role: this.#role };
    const ready = new Promise<void>((resolve, reject) => {
      this.#started = { resolve, reject };
    });
    port1.on('message', (message: FromWorker) => this.#received(message));
    const worker = await spawnWorker({ ...init, ids: { idInInstance, idInTest } });
    this.#worker = worker;
    worker.on('error', (error) => this.#broke(error));
    await ready;
  }

  async run(job: IterationJob, signal: AbortSignal): Promise<IterationOutcome> {
    if (!this.#worker) await this.start();
    this.#job = job;
    const { progress: _stays, ...scenario } = job.scenario;
    const setupJson = this.#knowsSetup ? undefined : this.#run.setupJson();
    this.#knowsSetup = true;
    const ended = await this.#until(signal, { type: 'run', job: { ...job, scenario: plain(scenario) }, setupJson });
    return 'outcome' in ended ? ended.outcome : { kind: 'interrupted' };
  }

  async callExported(
    name: LifecycleFunction,
    argumentJson: string | undefined,
    signal: AbortSignal,
  ): Promise<LifecycleCall> {
    const ended = await this.#until(signal, { type: 'call', name, argumentJson });
    if ('call' in ended) return ended.call;
    return { outcome: ended.outcome, returned: { kind: 'nothing' }, async: false };
  }

  /** Sends the worker a task and waits for its end. `signal` interrupts the task. */
  async #until(signal: AbortSignal, message: ToWorker): Promise<Ended> {
    let patience: NodeJS.Timeout | undefined;
    const interrupt = () => {
      this.#responded = false;
      this.#post({ type: 'interrupt' });
      patience = setTimeout(() => {
        if (!this.#responded) void this.#giveUp();
      }, unresponsiveMs);
    };
    try {
      return await new Promise<Ended>((resolve) => {
        this.#ended = resolve;
        this.#post(message);
        signal.addEventListener('abort', interrupt);
        if (signal.aborted) interrupt();
      });
    } finally {
      clearTimeout(patience);
      signal.removeEventListener('abort', interrupt);
    }
  }

  async #giveUp(): Promise<void> {
    await this.dispose();
    this.#ended?.({ outcome: { kind: 'interrupted' } });
  }

  #post(message: ToWorker): void {
    this.#port?.postMessage(message);
    Atomics.add(this.#signal, 0, 1);
    Atomics.notify(this.#signal, 0);
  }

  #received(message: FromWorker): void {
    const { context } = this.#run;
    switch (message.type) {
      case 'ready':
        this.#started?.resolve();
        break;
      case 'refused':
        this.#started?.reject(new RunEnd(message.exitCode as ExitCode, message.message));
        void this.dispose();
        break;
      case 'interrupted':
        this.#responded = true;
        break;
      case 'outcome':
        this.#ended?.({ outcome: message.outcome });
        break;
      case 'returned':
        this.#ended?.({ call: message.call });
        break;
      case 'samples':
        for (const sample of message.samples) this.#sample(sample);
        break;
      case 'log':
        context.log(message.level, message.message, message.source);
        break;
      case 'abort':
        this.#run.ended(new RunEnd(ExitCode.scriptAborted, message.message));
        context.abort(message.message);
        break;
      case 'fail':
        context.fail(message.message);
        break;
      case 'end':
        this.#end(new RunEnd(message.exitCode as ExitCode, message.message));
        break;
      case 'ask':
        this.#post({ type: 'answer', value: this.#answer(message.what) });
        break;
      default:
        this.#io?.serve(message);
    }
  }

  #end(reason: RunEnd): void {
    if (reason.exitCode === ExitCode.unsupported) this.#run.ended(reason);
    this.#run.context.end(reason);
  }

  #answer(what: Question): unknown {
    if (what === 'instance') return this.#run.context.instance();
    if (what === 'progress') return this.#job?.scenario.progress();
    return this.#io?.buffered(what.bufferedOf);
  }

  #sample({ metric: { name, type, contains }, custom, value, tags, timeMs, metadata }: PlainSample): void {
    const { registry, sink } = this.#run.context;
    let metric = this.#metrics.get(name);
    if (!metric) {
      metric = custom ? registry.declare(name, type, contains) : registry.builtin(name);
      this.#metrics.set(name, metric);
    }
    const way = custom ? undefined : trafficMetrics[name];
    sink.push(metric, way && this.#io ? this.#io.takeTraffic(way) : value, tags, timeMs, metadata);
  }

  #broke(error: Error): void {
    const end = new RunEnd(
      ExitCode.uncategorised,
      `the worker thread of VU ${this.idInInstance} broke: ${error.message}`,
    );
    this.#started?.reject(end);
    this.#run.context.end(end);
    void this.#giveUp();
  }

  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#io?.dispose();
    this.#port?.close();
    this.#port = undefined;
    await worker?.terminate();
  }
}

function plain(scenario: Omit<IterationJob['scenario'], 'progress'>) {
  const { name, executor, startTime, env, tags, exec } = scenario;
  return { name, executor, startTime, env: { ...env }, tags: { ...tags }, exec };
}
