import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect } from '../io/options.ts';
import { PUBLISHED_PER_MINUTE } from '../platform/call-pace.ts';

/** `headroom cleanup <plan> [results…]`. */
export function addCleanup(program: Command, finish: (code: number) => void): void {
  program
    .command('cleanup <plan> [results...]')
    .description('end what an aborted run left open: conversations, after-contact work, agents on queue')
    .option('-e <NAME=value>', 'override as for the run, repeatable', collect, [])
    .option('--run <id>', 'only this run, repeatable; results name theirs', collect, [])
    .option('--from <time>', 'since when; a day ago without it')
    .option('--to <time>', 'until when; now without it')
    .option('--per-minute <calls>', 'calls a minute of the OAuth client, at most', `${PUBLISHED_PER_MINUTE}`)
    .option('--yes', 'do not ask where the approved window is long over', false)
    .option('--dry-run', 'only show what is open', false)
    .option('--json', 'print what was found and done as JSON', false)
    .action(async (plan: string, results: string[], options) => {
      const { cleanup } = await import('./cleanup.ts');
      finish(await cleanup(plan, results, options, commandIo()));
    });
}
