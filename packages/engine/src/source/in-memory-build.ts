import { type BuildOptions, type BuildResult, build, stop } from 'esbuild';

let running = 0;

/** Runs one build in memory. esbuild's child process is stopped when the last concurrent build has ended. */
export async function buildInMemory(options: BuildOptions): Promise<BuildResult<{ write: false }>> {
  running += 1;
  try {
    return await build({ ...options, bundle: true, write: false });
  } finally {
    running -= 1;
    if (running === 0) await stop();
  }
}
