import { rmSync } from 'node:fs';

/** Temporary files that are being written: they may hold what customers said, so a sudden end removes them. */
const files = new Set<string>();

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let isWatching = false;

/** Has a file, or a folder with what is in it, removed when the process ends, by itself or by a signal, until `forgetTemporary`. */
export function rememberTemporary(file: string): void {
  files.add(file);
  if (isWatching) return;
  isWatching = true;
  process.on('exit', removeAll);
  for (const signal of SIGNALS) process.on(signal, ended);
}

export function forgetTemporary(file: string): void {
  files.delete(file);
}

/** Where nobody else listens to the signal, the process ends by it, as it would have without this listener. */
function ended(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  removeAll();
  process.off(signal, ended);
  process.kill(process.pid, signal);
}

function removeAll(): void {
  for (const file of files) rmSync(file, { force: true, recursive: true });
  files.clear();
}
