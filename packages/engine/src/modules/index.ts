import type { Host } from '../vu/host.ts';
import { createConsole } from './console.ts';
import { createCrypto } from './crypto-hash.ts';
import { createData, type SharedArrays } from './data.ts';
import { createEncoding } from './encoding.ts';
import { createExecution } from './execution.ts';
import { createHtml } from './html/index.ts';
import { createHttp } from './http/index.ts';
import { createK6, createRandom } from './k6.ts';
import { createMetrics } from './metrics.ts';
import { createOpen, type OpenedFiles } from './open.ts';
import { createSecrets } from './secrets.ts';
import { createText } from './text-encoding.ts';
import { createTimers } from './timers.ts';
import { createWebCrypto } from './webcrypto.ts';
import { createWebSockets } from './websockets/index.ts';
import { createWs } from './ws/index.ts';

/** Exports by module name. */
export type Modules = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/**
 * Makes the k6 modules that the engine has, by name. The loader refuses every other name. A script may replace their functions, as
 * jslib's http-instrumentation-tempo does with those of `k6/http`.
 */
export function createModules(host: Host, shared: SharedArrays): Modules {
  const webSockets = createWebSockets(host);
  const made: Readonly<Record<string, object>> = {
    k6: createK6(host),
    'k6/crypto': createCrypto(host),
    'k6/data': createData(host, shared),
    'k6/encoding': createEncoding(host),
    'k6/execution': createExecution(host),
    'k6/experimental/websockets': webSockets,
    'k6/html': createHtml(host),
    'k6/http': createHttp(host),
    'k6/metrics': createMetrics(host),
    'k6/secrets': createSecrets(host),
    'k6/timers': createTimers(host),
    'k6/websockets': webSockets,
    'k6/ws': createWs(host),
  };
  return new Map(Object.entries(made).map(([name, exports]) => [name, exports as Record<string, unknown>]));
}

/** Freezes the modules of VUs that share a thread, since one VU must not change those of another. */
export function freezeModules(modules: Modules): void {
  for (const exports of modules.values()) Object.freeze(exports);
}

/** Puts k6's globals into the script's global object. */
export function addGlobals(host: Host, global: Record<string, unknown>, files: OpenedFiles): void {
  const values: Record<string, unknown> = {
    console: createConsole(host),
    crypto: createWebCrypto(host),
    open: createOpen(host, files),
    ...createTimers(host),
    ...createText(host),
    global,
  };
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(global, name, { value, writable: true, enumerable: false, configurable: true });
  }
  const live: Readonly<Record<string, () => unknown>> = {
    __VU: () => host.current?.idInInstance,
    __ITER: () => (host.current?.iteration ? host.current.iterationInInstance : undefined),
    __ENV: () => host.current?.env,
  };
  for (const [name, get] of Object.entries(live)) {
    Object.defineProperty(global, name, { get, enumerable: false, configurable: true });
  }
  (global.Math as { random: () => number }).random = createRandom(host);
}
