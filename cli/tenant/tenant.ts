import type { RunIo } from '../../engine/run.ts';
import { loadProfile } from '../../tenant/profile/load.ts';
import { startTenant } from '../../tenant/server.ts';

export interface TenantOptions {
  readonly port: string;
  readonly profile: string;
  readonly set: readonly string[];
  readonly seed: string;
}

/** Serves a tenant until SIGINT or SIGTERM. Its addresses are one JSON line on stdout. */
export async function tenant(options: TenantOptions, io: RunIo): Promise<number> {
  const port = Number(options.port);
  const seed = Number(options.seed);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    return refuse(io, `--port ${options.port}; allowed: 0 to 65535`);
  if (!Number.isInteger(seed) || seed < 0) return refuse(io, `--seed ${options.seed}; allowed: a whole number from 0`);
  let served: Awaited<ReturnType<typeof startTenant>>;
  try {
    served = await startTenant({ port, profile: loadProfile(options.profile, options.set), seed });
  } catch (error) {
    return refuse(io, error instanceof Error ? error.message : String(error));
  }
  const stopped = new Promise<void>((resolve) => {
    const forget = io.onInterrupt?.(() => {
      forget?.();
      resolve();
    });
  });
  io.stdout.write(`${JSON.stringify(served.addresses)}\n`);
  await stopped;
  await served.close();
  return 0;
}

function refuse(io: RunIo, line: string): number {
  io.stderr.write(`headroom tenant: ${line.split('\n')[0]}\n`);
  return 104;
}
