import type { Command } from 'commander';
import { DEFAULT_PAIRS } from '../../search/comparison/comparison.ts';
import { commandIo } from '../io/command-io.ts';
import { collect, outputIn, outputOption } from '../io/options.ts';

/** `headroom compare <a> <b>`. */
export function addCompare(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('compare <a> <b>')
    .description(
      'whether plan B holds more sessions, serves more customers or has them wait less than plan A: trials in pairs, and a stated test',
    )
    .option('-e <NAME=value>', 'override in both plans, repeatable', collect, [])
    .option(
      '--by <script>',
      'probes of the ceiling, or whole runs: ceiling, customers, contact-centre; the last where both plans have agents, else the first',
    )
    .option(
      '--measure <name>',
      'what decides: held, served, wait, complete; served where both plans have agents, else held',
    )
    .option('--trials <number>', 'trials of each plan, at least 8', `${DEFAULT_PAIRS}`)
    .option('--same', 'the plans may differ in nothing: what is shown then is noise', false)
    .option('--json', 'print the result as JSON; progress is on stderr in any case', false)
    .option('-q, --quiet', 'no progress; what fails is said all the same', false)
    .option('--fresh', 'begin anew, whatever an interrupted one left', false)
    .option('--engine <k6|embedded>', 'as for run');
  outputOption(command, 'where the result is written; results/compare-<a>-<b>.json without it').action(
    async (a: string, b: string, options) => {
      const { compare } = await import('./compare.ts');
      finish(await compare(a, b, outputIn(options), commandIo()));
    },
  );
}
