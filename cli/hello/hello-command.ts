import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect } from '../io/options.ts';

/** `headroom hello <plan>`. */
export function addHello(program: Command, finish: (code: number) => void): void {
  program
    .command('hello <plan>')
    .description('one guest session on the org, and one reply: what each frame and answer looks like')
    .option('-e <NAME=value>', 'override as for the run, repeatable', collect, [])
    .option('--yes', 'do not ask before', false)
    .option('--wait <seconds>', 'how long the conversation may take to reach the agent', '60')
    .option('-o, --output <file>', 'keep the shapes as JSON')
    .option('--json', 'print the shapes as JSON', false)
    .action(async (plan: string, options) => {
      const { hello } = await import('./hello.ts');
      finish(await hello(plan, options, commandIo()));
    });
}
