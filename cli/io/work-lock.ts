import { readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { formatSeconds } from '../../lib/plan/duration.ts';
import { writeInPlace } from './in-place.ts';
import { makeFolder } from './output-file.ts';
import { forgetTemporary, rememberTemporary } from './temporary-files.ts';

/** Whose a lock is. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601. */
  readonly since: string;
}

/**
 * Works on a file that is kept from one call of a command to the next, such as a resume file, and lets no other process
 * work on it meanwhile: of two that add to the same file each would take the other's for its own. The lock is a file
 * beside it. One whose process is no more on this machine is taken over. Throws an error of one line that names the owner.
 */
export async function workingAlone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  take(lock);
  rememberTemporary(lock);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
    forgetTemporary(lock);
  }
}

function take(lock: string): void {
  makeFolder(path.dirname(lock));
  const owner: Owner = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  for (;;) {
    try {
      writeInPlace(lock, JSON.stringify(owner), 'wx');
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        // A lock without an owner would keep everybody out.
        rmSync(lock, { force: true });
        throw error;
      }
    }
    const other = ownerOf(lock);
    if (other === undefined || isAlive(other)) throw new Error(`${lock}: ${wordsFor(other)}`);
    rmSync(lock, { force: true });
  }
}

function wordsFor(owner: Owner | undefined): string {
  const who =
    owner === undefined
      ? 'another process'
      : `process ${owner.pid} on ${owner.host} since ${owner.since}${ageOf(owner)}`;
  return `${who} works here; allowed: one at a time, or to remove this file where it is of nobody`;
}

function ageOf({ since }: Owner): string {
  const ms = Date.now() - Date.parse(since);
  return ms >= 0 ? ` (for ${formatSeconds(ms)})` : '';
}

function ownerOf(lock: string): Owner | undefined {
  try {
    const { pid, host, since } = JSON.parse(readFileSync(lock, 'utf8')) as Partial<Owner>;
    const isOwner = typeof pid === 'number' && typeof host === 'string' && typeof since === 'string';
    return isOwner ? { pid, host, since } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process is there. One of another machine counts as alive. */
export function isAlive({ pid, host }: { readonly pid: number; readonly host: string }): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
