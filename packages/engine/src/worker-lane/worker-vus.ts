import { freemem } from 'node:os';
import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { VuIds, VuMaker } from '../script/hosted-script.ts';
import type { VuRole } from '../vu/current-vu.ts';
import type { Host } from '../vu/host.ts';
import type { WorkerInit } from './protocol.ts';
import { type WorkerRun, WorkerVu } from './worker-vu.ts';

/** The measured memory of one thread, and the limit for all threads together. */
const megabytesPerVu = 11;
const budgetMegabytes = 2200;

/**
 * Throws a RunEnd when threads for that many VUs do not fit. Measured on Node 20 with 100 and 200 VUs of a small script: 10.5 MB of
 * resident memory and 40 ms of CPU a thread.
 */
export function checkWorkerCapacity(vus: number): void {
  const megabytes = Math.min(budgetMegabytes, Math.floor(freemem() / 2 ** 21));
  const limit = Math.floor(megabytes / megabytesPerVu);
  if (vus <= limit) return;
  throw new RunEnd(
    ExitCode.invalidConfig,
    `the worker lane holds ${limit} VUs here (${megabytes} MB at ${megabytesPerVu} MB a VU), the options ask for ${vus}: ` +
      'await the blocking calls so that the async lane can run the script, or use a real k6',
  );
}

type ScriptParts = Pick<WorkerInit, 'code' | 'map' | 'directory' | 'cwd' | 'shared' | 'files'>;

/** VUs that are worker threads, which really block. */
export class WorkerVus implements VuMaker {
  readonly #host: Host;
  readonly #parts: ScriptParts;

  constructor(host: Host, parts: ScriptParts) {
    this.#host = host;
    this.#parts = parts;
  }

  async create(ids: VuIds, role: VuRole, setupJson: () => string | undefined): Promise<WorkerVu> {
    const vu = new WorkerVu(this.#run(setupJson), ids, role);
    await vu.start();
    return vu;
  }

  /** Each VU ends its own thread. */
  async dispose(): Promise<void> {}

  #run(setupJson: () => string | undefined): WorkerRun {
    const host = this.#host;
    const { context, limits, io } = host;
    const { env, secrets } = context;
    return {
      context,
      io,
      setupJson,
      ended: (reason) => {
        host.endedBy ??= reason;
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
