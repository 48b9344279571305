import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect, outputIn, outputOption } from '../io/options.ts';
import { PUBLISHED_PER_MINUTE } from '../platform/call-pace.ts';

/** `headroom verify <plan> [results…]`. */
export function addVerify(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('verify <plan> [results...]')
    .description('whether the org ingested every message of a run once, whole, in order and unaltered')
    .option('-e <NAME=value>', 'override as for the run, repeatable', collect, [])
    .option('--run <id>', 'only this run, repeatable; results name theirs', collect, [])
    .option('--from <time>', 'when the run began; results say so')
    .option('--to <time>', 'when it had ended; now without it')
    .option('--per-minute <calls>', 'calls a minute, at most', `${PUBLISHED_PER_MINUTE}`)
    .option('--json', 'print the result as JSON; progress is on stderr in any case', false)
    .option('--manifest <file>', 'what transcripts import --manifest wrote; the one beside the set without it')
    .option('--fresh', 'begin anew, whatever an interrupted one left', false);
  outputOption(command, 'where the result is written; results/verify-<plan>.json without it').action(
    async (plan: string, results: string[], options) => {
      const { verify } = await import('./verify.ts');
      finish(await verify(plan, results, outputIn(options), commandIo()));
    },
  );
}
