import type { RunIo } from '@headroom/engine';
import { resultText } from '../../lib/verdict/result-text.ts';
import { badInput } from '../io/bad-input.ts';
import { NOT_WELL } from '../io/exit-codes.ts';
import { isAlive } from '../io/work-lock.ts';
import { readStatus } from '../night/night-status.ts';
import { statusLines } from './status-lines.ts';

/**
 * `headroom status [folder]`: prints what the status file of a night says. Returns 0 while the night is under way and when it
 * is over and was well, 99 where it was not well or its process is gone, and 104 where there is no status.
 */
export function status(folder: string, { json }: { readonly json: boolean }, io: RunIo): number {
  try {
    const read = readStatus(folder, io.cwd);
    const isThere = read.stage === 'over' || isAlive(read);
    io.stdout.write(json ? resultText(read, 2) : statusLines(read, isThere, Date.now(), io.cwd));
    return isThere && (read.exitCode ?? 0) === 0 ? 0 : NOT_WELL;
  } catch (error) {
    return badInput('status', error, io);
  }
}
