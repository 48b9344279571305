import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host } from '../vu/host.ts';

/**
 * The files that the first init has opened. Later VUs get the same bytes, and no other file (docs/facts/k6.md, section
 * 8).
 */
export type OpenedFiles = Map<string, Uint8Array>;

/** The global `open`. */
export function createOpen(host: Host, files: OpenedFiles) {
  return (given: unknown, mode?: unknown): unknown => {
    if (host.vu.iteration) {
      throw host.error('The "open()" function is only available in the init stage (i.e. the global scope)');
    }
    if (typeof given !== 'string' || given === '') throw host.error("open() can't be used with an empty filename");
    const file = given.startsWith('file://') ? fileURLToPath(given) : path.resolve(directoryOfModule(host), given);
    const bytes = files.get(file) ?? read(host, file, files);
    return mode === 'b'
      ? host.arrayBuffer(bytes)
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  };
}

/**
 * The directory of the module that is being loaded (docs/facts/k6.md, section 8), even when a helper elsewhere calls
 * `open`.
 */
function directoryOfModule({ positions, directory }: Host): string {
  return positions === undefined || positions.isOneFile ? directory : positions.moduleDirectory(wholeStack());
}

function wholeStack(): NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  Error.prepareStackTrace = (_error, frames) => frames;
  try {
    return new Error().stack as unknown as NodeJS.CallSite[];
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

function read(host: Host, file: string, files: OpenedFiles): Uint8Array {
  if (host.vu.idInInstance !== 0) {
    throw host.error(
      `open() can't be used with files that weren't previously opened during initialization (__VU==0), path: "${file}"`,
    );
  }
  try {
    if (statSync(file).isDirectory()) throw host.error(`open() can't be used with directories, path: "${file}"`);
    const content = readFileSync(file);
    // The bytes are shared with the threads of the worker lane.
    const bytes = new Uint8Array(new SharedArrayBuffer(content.length));
    bytes.set(content);
    files.set(file, bytes);
    return bytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw host.error(`open ${file}: no such file or directory`);
  }
}
