import type { Command } from 'commander';
import { scriptIo } from '../io/command-io.ts';
import { fittedIo } from '../io/terminal-lines.ts';

/** `headroom demo`. */
export function addDemo(program: Command, finish: (code: number) => void): void {
  program
    .command('demo')
    .description('the whole thing on this machine: a tenant with a hidden ceiling, and a run that finds it')
    .option('--seed <number>', 'where the ceiling is drawn from; without it, anywhere')
    .action(async (options) => {
      const { demo } = await import('./demo.ts');
      finish(await demo(options, fittedIo(scriptIo())));
    });
}
