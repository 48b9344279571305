import type { Command } from 'commander';
import { scriptIo } from '../io/command-io.ts';
import { INTERRUPTED } from '../io/exit-codes.ts';
import { RUN_USAGE } from './run-usage.ts';

/** `headroom run <script>`. All flags are passed on unparsed, since they are k6's. */
export function addRun(program: Command, finish: (code: number) => void): void {
  program
    .command('run')
    .description("run a k6 script: on the k6 on PATH, else on the embedded engine (k6's own flags apply)")
    .usage(RUN_USAGE)
    .argument('[words...]')
    .allowUnknownOption()
    .passThroughOptions()
    .helpOption(false)
    .action(async (words: string[]) => {
      const { run } = await import('./run.ts');
      const code = await run(words, scriptIo());
      finish(code);
      // After a second interrupt sockets may still be open (RunIo), and would keep the process.
      if (code === INTERRUPTED) process.exit(code);
    });
}
