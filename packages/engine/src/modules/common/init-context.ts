import type { Host } from '../../vu/host.ts';

/** The error of a call that is allowed in iterations only. */
export function initContextError(host: Host, what: string): Error {
  return host.error(`using ${what} in the init context is not supported`);
}
