import type { RunIo } from '@headroom/engine';

/**
 * Writes the first line of an error to stderr as `headroom <command>: …` and returns 104, the exit code for bad input.
 */
export function badInput(command: string, error: unknown, { stderr }: Pick<RunIo, 'stderr'>): number {
  const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
  stderr.write(`headroom ${command}: ${line}\n`);
  return 104;
}
