import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface TenantProcess {
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** Reads from the control endpoint which ceiling was drawn. */
  plantedCeiling(): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts `headroom tenant` with these options in a process of its own. Rejects, in one line, when it ends before it serves;
 * it has said why on stderr.
 *
 * @param words such as `['--port', '0', '--profile', 'healthy']`
 */
export async function startTenantProcess(words: readonly string[]): Promise<TenantProcess> {
  const headroom = fileURLToPath(new URL('./headroom.js', import.meta.url));
  const child = spawn(
    process.execPath,
    [headroom, 'tenant', ...words],
    // The tenant is in a process group of its own: Ctrl+C ends the run first, and the run ends the tenant.
    { stdio: ['ignore', 'pipe', 'inherit'], detached: true },
  );
  const exited = once(child, 'exit');
  const stopWithUs = () => child.kill('SIGKILL');
  process.once('exit', stopWithUs);
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), exited]);
  if (typeof first[0] !== 'string') throw new Error('the tenant did not start');
  const { address } = JSON.parse(first[0]) as { address: string };
  return {
    address,
    async plantedCeiling() {
      const state = (await (await fetch(`http://${address}/headroom/state`)).json()) as { ceiling: number };
      return state.ceiling;
    },
    async stop() {
      process.off('exit', stopWithUs);
      child.kill('SIGINT');
      await exited;
    },
  };
}
