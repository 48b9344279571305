import type { Host } from '../vu/host.ts';

const hosts = new Set<Host>();

/** Has an unhandled rejection end the iteration that it happened in (docs/facts/k6.md, section 3). */
export function watchRejections(host: Host): void {
  // Someone else, such as a test runner, may have removed the listener meanwhile.
  if (!process.listeners('unhandledRejection').includes(onRejection)) process.on('unhandledRejection', onRejection);
  hosts.add(host);
}

export function unwatchRejections(host: Host): void {
  hosts.delete(host);
  if (hosts.size === 0) process.off('unhandledRejection', onRejection);
}

function onRejection(reason: unknown, promise: Promise<unknown>): void {
  for (const host of hosts) {
    if (!(promise instanceof host.intrinsics.Promise)) continue;
    const error = host.error(`Uncaught (in promise) ${host.describe(reason)}`);
    error.name = '';
    const iteration = host.current?.iteration;
    if (iteration?.running) iteration.fail(error);
    else host.context.log('error', error.message);
    return;
  }
  // A rejection of the engine itself: the listener has switched off Node's rule, which is to throw.
  if (process.listenerCount('unhandledRejection') === 1) throw reason;
}
