import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** A k6 that is told to stop ends its visits first. */
const PATIENCE_MS = 120_000;
const LOOK_MS = 200;

/**
 * Ends a k6 that outlived the night that had started it, as Ctrl+C does, and after two minutes by force. A process with
 * this id that does not have `mark` among its words is another's by now, and is left alone. Returns whether there was one.
 */
export async function endOrphan(pid: number, mark: string): Promise<boolean> {
  if (!isIt(pid, mark)) return false;
  process.kill(pid, 'SIGINT');
  const untilMs = Date.now() + PATIENCE_MS;
  while (isIt(pid, mark)) {
    if (Date.now() > untilMs) process.kill(pid, 'SIGKILL');
    await sleep(LOOK_MS);
  }
  return true;
}

/** Whether the words of a process hold a text. `ps` says them on Linux and macOS alike. */
function isIt(pid: number, mark: string): boolean {
  try {
    return execFileSync('ps', ['-ww', '-o', 'args=', '-p', `${pid}`], { encoding: 'utf8' }).includes(mark);
  } catch {
    return false;
  }
}
