import type { RunIo } from '@headroom/engine';
import { type StatusFile, UNDERWAY } from './night-status.ts';

/**
 * Works while interrupts (Ctrl+C, SIGTERM) end the wait; a run that is under way listens to them itself. One that comes while
 * the night cleans up is answered, and the next one ends the process: what is left is done when the night is started again.
 */
export async function untilInterrupted(
  file: StatusFile,
  io: RunIo,
  work: (stop: AbortSignal) => Promise<number>,
): Promise<number> {
  const stop = new AbortController();
  const leave = io.onInterrupt?.(() => {
    const { stage } = file.status;
    const isAnswered = stop.signal.aborted && stage !== 'running';
    stop.abort();
    if (isAnswered) leave?.();
    if (stage !== 'running' && UNDERWAY.has(stage))
      io.stderr.write(
        `night: ${stage}; once more ends it, and headroom night goes on with it when it is started again\n`,
      );
  });
  try {
    return await work(stop.signal);
  } finally {
    leave?.();
  }
}
