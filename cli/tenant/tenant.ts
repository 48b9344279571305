import type { RunIo } from '@headroom/engine';
import { loadProfile, startTenant } from '@headroom/tenant';
import { badInput } from '../io/bad-input.ts';
import { MAX_SEED, wholeNumber } from '../io/options.ts';

export interface TenantCommandOptions {
  readonly port: string;
  readonly profile: string;
  readonly set: readonly string[];
  readonly seed: string;
}

/**
 * Serves a tenant until SIGINT or SIGTERM, and prints its addresses as one line of JSON. Returns 0, or 104 on bad
 * input.
 */
export async function tenant(options: TenantCommandOptions, io: RunIo): Promise<number> {
  let served: Awaited<ReturnType<typeof startTenant>>;
  try {
    const port = wholeNumber('--port', options.port, 0, 65_535);
    const seed = wholeNumber('--seed', options.seed, 0, MAX_SEED);
    served = await startTenant({ port, profile: loadProfile(options.profile, options.set), seed });
  } catch (error) {
    return badInput('tenant', error, io);
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
