import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect } from '../io/options.ts';

/** `headroom report <inputs…>`. */
export function addReport(program: Command, finish: (code: number) => void): void {
  program
    .command('report <inputs...>')
    .description("a run as one HTML page, from k6's NDJSON (--out json), results (-e RESULT) and summaries")
    .option('-o, --output <file>', 'where the page goes', 'report.html')
    .option('--plan <file>', 'the plan that was run, where no result names it')
    .option('-e <NAME=value>', 'override of that plan as for the run, repeatable', collect, [])
    .option('--junit <file>', 'the gate as JUnit XML')
    .option('--markdown <file>', "verdict and gate as Markdown, for a pipeline's step summary")
    .option('--json <file>', 'all that the page shows, as JSON')
    .option('--csv <file>', 'all figures of the page as CSV, a value a line')
    .option('--gate', 'exit 99 where a run does not hold its gate, or its verdict names a cause')
    .option('--history <folder>', 'the trend of the runs of this plan, from the results in a folder and those below it')
    .option(
      '--baseline <file>',
      'exit 99 where the runs are worse than this result, beyond what those of --history differ by',
    )
    .option('--measure <name>', 'by which: served (with agents), held (without), complete or wait')
    .action(async (inputs: string[], options) => {
      const { report } = await import('./report.ts');
      const { keepHeapSmall } = await import('./small-heap.ts');
      keepHeapSmall();
      finish(await report(inputs, options, commandIo()));
    });
}
