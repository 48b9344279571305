import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect } from '../io/options.ts';

/** `headroom merge <inputs…>`. */
export function addMerge(program: Command, finish: (code: number) => void): void {
  program
    .command('merge <inputs...>')
    .description('the shares of one run as one: its verdict, its gate and its exit code (docs/many-machines.md)')
    .option('-o, --output <file>', 'the result of the whole, as -e RESULT writes it')
    .option('--run <id>', 'the run, where the folder holds files of several')
    .option('--plan <file>', 'the plan that was run, where no result names it')
    .option('-e <NAME=value>', 'override of that plan as for the run, repeatable', collect, [])
    .option('--report <file>', 'the run as one HTML page')
    .option('--junit <file>', 'the gate as JUnit XML')
    .option('--markdown <file>', "verdict and gate as Markdown, for a pipeline's step summary")
    .option('--json <file>', 'all that the page shows, as JSON')
    .action(async (inputs: string[], options) => {
      const { merge } = await import('./merge.ts');
      const { keepHeapSmall } = await import('../report/small-heap.ts');
      keepHeapSmall();
      finish(await merge(inputs, options, commandIo()));
    });
}
