import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Plan } from '../../lib/plan/schema.ts';
import { isLoopback } from '../../lib/plan/target.ts';

/**
 * The local addresses that load towards the target can come from: those of `--local-ips`, else those of this machine.
 * Throws an error of one line for fewer than two different addresses.
 */
export function localAddressesFor(target: Plan['target'], given: string | undefined): string[] {
  if (given !== undefined) {
    const addresses = given.split(',').map((address) => address.trim());
    const bad = addresses.find((address) => isIP(address) === 0);
    if (bad !== undefined || new Set(addresses).size < 2) {
      throw new Error(`--local-ips ${given}; allowed: two different IP addresses of this machine, with a comma`);
    }
    return addresses;
  }
  // On Linux all of 127.0.0.0/8 is this machine; on other systems only 127.0.0.1 is.
  if (isLoopback(target)) return process.platform === 'linux' ? ['127.0.0.1', '127.0.0.2'] : ['127.0.0.1'];
  return Object.values(networkInterfaces()).flatMap((each = []) =>
    each.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
  );
}
