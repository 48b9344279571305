import type { ChildProcess } from 'node:child_process';
import { cpuMsOf, memoryOf } from './server-process.ts';

/** What a process took, until it ended. */
export interface Watched {
  /** The maximum of its resident memory (bytes). */
  readonly memory: number;
  readonly cpuSeconds: number;
  readonly exitCode: number | null;
}

const LOOK_MS = 200;

/** Looks at a process until it ends. Rejects where it could not be started. */
export function watched(child: ChildProcess): Promise<Watched> {
  let [memory, cpuSeconds] = [0, 0];
  const look = setInterval(() => {
    try {
      memory = Math.max(memory, memoryOf(child));
      cpuSeconds = cpuMsOf(child) / 1_000;
    } catch {
      // It has just ended: what was seen last stands.
    }
  }, LOOK_MS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (exitCode) => {
      clearInterval(look);
      resolve({ memory, cpuSeconds, exitCode });
    });
  });
}
