import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect, outputIn, outputOption } from '../io/options.ts';

/** `headroom ceiling <plan>`. */
export function addCeiling(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('ceiling <plan>')
    .description('how many sessions the org sustains, and from where it refuses: a search in phases')
    .option('-e <NAME=value>', 'override as for a run, repeatable', collect, [])
    .option('--quick', 'fewer windows, and a claim that is smaller by as much, in 15 minutes or less', false)
    .option('--spread [duration]', 'windows spread over an hour, or over this time, so that the claim is for it')
    .option('--json', 'print the result as JSON; progress is on stderr in any case', false)
    .option('-q, --quiet', 'no progress; what fails is said all the same', false)
    .option('--fresh', 'begin anew, whatever an interrupted search left', false)
    .option('--engine <k6|embedded>', 'as for run');
  outputOption(command, 'where the result is written; results/ceiling-<plan>.json without it').action(
    async (plan: string, options) => {
      const { ceiling } = await import('./ceiling.ts');
      finish(await ceiling(plan, outputIn(options), commandIo()));
    },
  );
}
