import { ExitCode, type LoadScript, RunEnd } from '../contract.ts';
import { readSettings } from '../options/settings.ts';
import { printBanner } from './banner.ts';
import { asRunEnd } from './ending.ts';
import { execute } from './execute.ts';
import { finish } from './finish.ts';
import { keepHeapSmall } from './heap.ts';
import type { RunIo } from './io.ts';
import { Logger } from './logger.ts';
import { prepare } from './prepare.ts';
import { TestRun } from './test-run.ts';

/** `runScript` with a script host of the caller's. */
export async function runWith(load: LoadScript, argv: readonly string[], io: RunIo): Promise<number> {
  keepHeapSmall();
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
  const prepared = await prepare(run, load);
  try {
    printBanner(run, prepared);
    await execute(run, prepared);
    return await finish(run, prepared);
  } finally {
    await Promise.all(prepared.outputs.map((output) => output.close()));
    await prepared.script.dispose();
  }
}

/** The first interrupt ends the run now, the second does not even wait for its teardown and summary. */
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
