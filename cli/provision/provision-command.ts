import { processIo } from '@headroom/engine';
import type { Command } from 'commander';
import { collect } from '../io/options.ts';

/** `headroom provision <plan>`. */
export function addProvision(program: Command, finish: (code: number) => void): void {
  program
    .command('provision <plan>')
    .description('Terraform for the deployments, flows and sub-queues that a plan needs')
    .requiredOption('-o, --output <folder>', 'where main.tf.json and flow.yaml go')
    .option('-e <NAME=value>', 'override in the plan, repeatable', collect, [])
    .option('--deployments <number>', 'how many; without it, enough for the connections a minute of the plan')
    .option('--queues <number>', 'sub-queues, which deployments lead to in turn', '1')
    .option('--users <pattern>', "the agents' addresses, to be in the queues in turn; {n} is the number, from 1")
    .option('--users-file <file>', 'the addresses, one a line, in place of --users')
    .option('--org-capacity', "set the whole org's messages at once to the plan's agents.capacity", false)
    .action(async (plan: string, options) => {
      const { provision } = await import('./provision.ts');
      finish(provision(plan, options, processIo()));
    });
}
