import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';

/** `headroom status [folder]`. */
export function addStatus(program: Command, finish: (code: number) => void): void {
  program
    .command('status [folder]')
    .description('how far headroom night is, from a second terminal')
    .option('--json', 'print the status file', false)
    .addHelpText(
      'after',
      `
The folder is that of headroom night -o; results/night without it.

Examples:
  headroom status
  headroom status results/night --json

Exit codes: 0 under way, or over and well; 99 over and not well, or its process
is gone; 104 no status
`,
    )
    .action(async (folder: string | undefined, options) => {
      const { status } = await import('./status.ts');
      finish(status(folder ?? 'results/night', options, commandIo()));
    });
}
