import { freemem } from 'node:os';
import { ExitCode, type Lane, RunEnd, type Script, type Vu } from '../contract.ts';
import type { DirectIo } from '../net/direct-io.ts';
import { Lifecycle } from '../script/lifecycle.ts';
import { exportedFunctions, exportedOptions } from '../script/options.ts';
import type { LaneChoice } from '../script/syntax.ts';
import type { Host } from '../vu/host.ts';
import type { Role, ScriptExports } from '../vu/user.ts';
import type { WorkerInit } from './protocol.ts';
import { type WorkerRun, WorkerVu } from './worker-vu.ts';

/** What one thread takes, measured; and what all may take together. */
const megabytesPerVu = 11;
const budgetMegabytes = 2200;

/** A script whose VUs are worker threads that really block. */
export class WorkerScript implements Script {
  readonly options: Readonly<Record<string, unknown>>;
  readonly functions: ReadonlySet<string>;
  readonly lane: Lane = 'worker';
  readonly laneReason: string;
  readonly #host: Host;
  readonly #io: DirectIo;
  readonly #parts: Pick<WorkerInit, 'code' | 'map' | 'directory' | 'cwd' | 'shared' | 'files'>;
  #setupJson: string | undefined;
  #abortMessage: string | undefined;

  constructor(
    host: Host,
    exports: ScriptExports,
    choice: LaneChoice,
    io: DirectIo,
    parts: Pick<WorkerInit, 'code' | 'map' | 'directory' | 'cwd' | 'shared' | 'files'>,
  ) {
    this.#host = host;
    this.#io = io;
    this.#parts = parts;
    this.options = exportedOptions(exports);
    this.functions = exportedFunctions(exports);
    this.laneReason = choice.reason;
  }

  /** A thread took 10.5 MB and 40 ms of CPU on Node 20 (100 and 200 VUs of a small script, resident memory). */
  checkCapacity(maxVus: number): void {
    const megabytes = Math.min(budgetMegabytes, Math.floor(freemem() / 2 ** 21));
    const limit = Math.floor(megabytes / megabytesPerVu);
    if (maxVus <= limit) return;
    throw new RunEnd(
      ExitCode.invalidConfig,
      `the worker lane holds ${limit} VUs here (${megabytes} MB at ${megabytesPerVu} MB a VU), the options ask for ${maxVus}: ` +
        'await the blocking calls so that the async lane can run the script, or use a real k6',
    );
  }

  createVu(ids: { idInInstance: number; idInTest: number }): Promise<Vu> {
    return this.#create(ids, 'vu');
  }

  async #create(ids: { idInInstance: number; idInTest: number }, role: Role): Promise<WorkerVu> {
    const vu = new WorkerVu(this.#run(), ids, role);
    await vu.start();
    return vu;
  }

  #run(): WorkerRun {
    const { context, limits } = this.#host;
    const { env, secrets } = context;
    return {
      context,
      io: this.#io,
      setupJson: () => this.#setupJson,
      aborted: (message) => {
        this.#abortMessage ??= message;
      },
      init: {
        ...this.#parts,
        env: { ...env },
        secrets: new Map(secrets),
        options: { ...context.options() },
        closeAnswerMs: limits.closeAnswerMs,
      },
    };
  }

  #createOther(role: Role): Promise<WorkerVu> {
    return this.#create({ idInInstance: 0, idInTest: 0 }, role);
  }

  get #lifecycle(): Lifecycle {
    return new Lifecycle(this.#host.options, () => this.#abortMessage);
  }

  async setup(signal: AbortSignal): Promise<void> {
    if (!this.functions.has('setup')) return;
    this.#setupJson = await this.#lifecycle.setup(await this.#createOther('setup'), signal);
  }

  async teardown(signal: AbortSignal): Promise<void> {
    if (!this.functions.has('teardown')) return;
    await this.#lifecycle.teardown(await this.#createOther('teardown'), this.#setupJson, signal);
  }

  async handleSummary(data: object, signal: AbortSignal) {
    if (!this.functions.has('handleSummary')) return undefined;
    return await this.#lifecycle.handleSummary(await this.#createOther('handleSummary'), data, signal);
  }

  get setupData(): unknown {
    return this.#setupJson === undefined ? undefined : JSON.parse(this.#setupJson);
  }

  async dispose(): Promise<void> {
    this.#io.dispose();
  }
}
