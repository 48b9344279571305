import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { VuIds, VuMaker } from '../script/hosted-script.ts';
import type { VuRole } from '../vu/current-vu.ts';
import type { Host } from '../vu/host.ts';
import type { WorkerInit } from './protocol.ts';
import { type WorkerRun, WorkerVu } from './worker-vu.ts';

/**
 * Measured on Node 20 with 100 and 200 VUs of a small script: 9 to 10.5 MB of resident memory and 40 ms of CPU a thread. An empty thread of
 * Node takes 8.2 MB of that.
 */
const megabytesPerVu = 11;

/** More threads than these are made only for functions that can run nowhere else. */
const easyVus = 200;

/** How many VUs fit into half of the memory that this process can still have, in MB. */
function room(): { readonly vus: number; readonly megabytes: number } {
  const megabytes = Math.floor(process.availableMemory() / 2 ** 21);
  return { vus: Math.floor(megabytes / megabytesPerVu), megabytes };
}

/** Above this number of VUs sync functions are better run in the async lane, where that is the same. */
export function easyWorkerVus(): number {
  return Math.min(easyVus, room().vus);
}

/** Throws a RunEnd when threads for that many VUs do not fit. */
export function checkWorkerCapacity(asked: number): void {
  const { vus, megabytes } = room();
  if (asked <= vus) return;
  throw new RunEnd(
    ExitCode.invalidConfig,
    `the worker lane holds ${vus} VUs here (${megabytes} MB, half of what is free, at ${megabytesPerVu} MB a VU), the options ask for ` +
      `${asked}: await the blocking calls so that the async lane can run the script, or use a real k6`,
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
