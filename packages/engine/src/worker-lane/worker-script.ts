import { freemem } from 'node:os';
import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { Lane } from '../contract/script.ts';
import type { DirectIo } from '../net/direct-io.ts';
import { HostedScript, type VuIds } from '../script/hosted-script.ts';
import type { LaneChoice } from '../source/lane-choice.ts';
import type { VuRole } from '../vu/current-vu.ts';
import type { Host } from '../vu/host.ts';
import type { ScriptExports } from '../vu/virtual-user.ts';
import type { WorkerInit } from './protocol.ts';
import { type WorkerRun, WorkerVu } from './worker-vu.ts';

/** The measured memory of one thread, and the limit for all threads together. */
const megabytesPerVu = 11;
const budgetMegabytes = 2200;

/** A script whose VUs are worker threads that really block. */
export class WorkerScript extends HostedScript {
  readonly lane: Lane = 'worker';
  readonly #parts: Pick<WorkerInit, 'code' | 'map' | 'directory' | 'cwd' | 'shared' | 'files'>;
  #endedBy: RunEnd | undefined;

  constructor(
    host: Host,
    exports: ScriptExports,
    choice: LaneChoice,
    io: DirectIo,
    parts: Pick<WorkerInit, 'code' | 'map' | 'directory' | 'cwd' | 'shared' | 'files'>,
  ) {
    super(host, exports, choice, io);
    this.#parts = parts;
  }

  /**
   * Measured on Node 20 with 100 and 200 VUs of a small script: 10.5 MB of resident memory and 40 ms of CPU a thread.
   */
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

  protected endedBy(): RunEnd | undefined {
    return this.#endedBy;
  }

  protected async create(ids: VuIds, role: VuRole): Promise<WorkerVu> {
    const vu = new WorkerVu(this.#run(), ids, role);
    await vu.start();
    return vu;
  }

  #run(): WorkerRun {
    const { context, limits } = this.host;
    const { env, secrets } = context;
    return {
      context,
      io: this.io,
      setupJson: () => this.setupJson,
      ended: (reason) => {
        this.#endedBy ??= reason;
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
}
