import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';

/** `headroom gates <plan>`. */
export function addGates(program: Command, finish: (code: number) => void): void {
  program
    .command('gates <plan>')
    .description('every line of every gate for a plan, and what it is for')
    .action(async (path: string) => {
      const { explainGates } = await import('./gates.ts');
      finish(explainGates(path, commandIo()));
    });
}
