import type { Command } from 'commander';
import { AXES } from '../../search/attribution/attribution-axes.ts';
import { commandIo } from '../io/command-io.ts';
import { collect, outputIn, outputOption } from '../io/options.ts';

/** `headroom attribute <plan>`. */
export function addAttribute(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('attribute <plan>')
    .description('what the limit is attached to: one thing is varied at a time')
    .option('-e <NAME=value>', 'override as for a run, repeatable', collect, [])
    .option('--axes <names>', `only these, with commas: ${AXES.join(', ')}`)
    .option('--level <sessions>', 'where the ceiling is; without it a bracket finds it first')
    .option('--trials <number>', 'trials in each arm', '6')
    .option('--local-ips <a,b>', 'two addresses of this machine that the load can come from')
    .option('--json', 'print the result as JSON; progress is on stderr in any case', false)
    .option('-q, --quiet', 'no progress; what fails is said all the same', false)
    .option('--fresh', 'begin anew, whatever an interrupted one left', false)
    .option('--engine <k6|embedded>', 'as for run');
  outputOption(command, 'where the result is written; results/attribute-<plan>.json without it').action(
    async (plan: string, options) => {
      const { attribute } = await import('./attribute.ts');
      finish(await attribute(plan, outputIn(options), commandIo()));
    },
  );
}
