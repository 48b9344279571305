import type { LogLevel } from '../contract.ts';
import type { Host } from '../vu/host.ts';

/** The global `console`. Objects are printed as JSON, as k6 does. */
export function createConsole(host: Host) {
  const at =
    (level: LogLevel) =>
    (...values: unknown[]) => {
      host.context.log(level, values.map(format).join(' '), 'console');
    };
  return { log: at('info'), debug: at('debug'), info: at('info'), warn: at('warning'), error: at('error') };
}

function format(value: unknown): string {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'function' ? '[object Function]' : String(value);
  if (isError(value)) return String(value.stack ?? value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

function isError(value: object): value is Error {
  return Object.prototype.toString.call(value) === '[object Error]';
}
