import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect } from '../io/options.ts';
import { PUBLISHED_PER_MINUTE } from '../platform/call-pace.ts';

/** `headroom preflight <plan>`. */
export function addPreflight(program: Command, finish: (code: number) => void): void {
  program
    .command('preflight <plan>')
    .description('what in the org would spoil the test, before it starts; changes nothing')
    .option('-e <NAME=value>', 'override as for the run, repeatable', collect, [])
    .option('--per-minute <calls>', 'calls a minute, at most', `${PUBLISHED_PER_MINUTE}`)
    .option('--json', 'print the checks as JSON; progress is on stderr in any case', false)
    .action(async (plan: string, options) => {
      const { preflight } = await import('./preflight.ts');
      finish(await preflight(plan, options, commandIo()));
    });
}
