import type { LogLevel } from '../contract/run-context.ts';
import type { Host } from '../vu/host.ts';

/** The global `console`. Objects are printed as JSON, as k6 does, an error as one line with its place in the script. */
export function createConsole(host: Host) {
  const at =
    (level: LogLevel) =>
    (...values: unknown[]) => {
      host.context.log(level, values.map((value) => format(host, value)).join(' '), 'console');
    };
  return { log: at('info'), debug: at('debug'), info: at('info'), warn: at('warning'), error: at('error') };
}

function format(host: Host, value: unknown): string {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'function' ? '[object Function]' : String(value);
  if (Object.prototype.toString.call(value) === '[object Error]') return host.describe(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
