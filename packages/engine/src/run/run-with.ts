import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { LoadScript } from '../contract/script.ts';
import { readSettings } from '../options/run-settings.ts';
import { printBanner } from './banner.ts';
import { asRunEnd } from './end-reason.ts';
import { executeRun } from './execute-run.ts';
import { finishRun } from './finish-run.ts';
import { limitHeapGrowth } from './heap-growth.ts';
import { Logger } from './logger.ts';
import { prepareRun } from './prepare-run.ts';
import type { RunIo } from './run-io.ts';
import { TestRun } from './test-run.ts';

/** Runs a script like `runScript`, with a given script host. Tests use it with a fake one. */
export async function runWith(load: LoadScript, argv: readonly string[], io: RunIo): Promise<number> {
  limitHeapGrowth();
  const logger = new Logger(io);
  try {
    const settings = await readSettings(argv, io.env, io.cwd, (line) => logger.log('warning', line));
    logger.configure(settings);
    const run = new TestRun(io, settings, logger);
    const interrupts = listen(run);
    try {
      return await Promise.race([wholeRun(run, load), interrupts.second]);
    } finally {
      interrupts.stop();
    }
  } catch (error) {
    const { message, exitCode } = asRunEnd(error);
    logger.log('error', message);
    return exitCode;
  }
}

async function wholeRun(run: TestRun, load: LoadScript): Promise<number> {
  const prepared = await prepareRun(run, load);
  try {
    printBanner(run, prepared);
    await executeRun(run, prepared);
    return await finishRun(run, prepared);
  } finally {
    await Promise.all(prepared.outputs.map((output) => output.close()));
    await prepared.script.dispose();
  }
}

/** Listens to interrupts. The first one ends the run; the second one does not wait for teardown and summary. */
function listen({ io, ending }: TestRun): { readonly second: Promise<number>; stop(): void } {
  let leaveAtOnce = (_code: number) => {};
  const second = new Promise<number>((resolve) => {
    leaveAtOnce = resolve;
  });
  let count = 0;
  const interrupt = () => {
    if (++count > 1) leaveAtOnce(ExitCode.externalAbort);
    else ending.end(new RunEnd(ExitCode.externalAbort, 'the run was ended by a signal from outside'));
  };
  if (io.signal?.aborted) interrupt();
  io.signal?.addEventListener('abort', interrupt, { once: true });
  const unsubscribe = io.onInterrupt?.(interrupt);
  const stop = () => {
    unsubscribe?.();
    io.signal?.removeEventListener('abort', interrupt);
  };
  return { second, stop };
}
