import type { RunIo } from '@headroom/engine';

/** What was wrong with the input of `headroom <command>`, in one line on stderr; the exit code for it. */
export function badInput(command: string, error: unknown, { stderr }: Pick<RunIo, 'stderr'>): number {
  const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
  stderr.write(`headroom ${command}: ${line}\n`);
  return 104;
}
