import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect } from '../io/options.ts';

/** `headroom provision <plan>`. */
export function addProvision(program: Command, finish: (code: number) => void): void {
  program
    .command('provision <plan>')
    .description('Terraform for the deployments, flows, sub-queues and agents that a plan needs')
    .requiredOption('-o, --output <folder>', 'where main.tf.json and flow.yaml go')
    .option('-e <NAME=value>', 'override in the plan, repeatable', collect, [])
    .option('--deployments <number>', 'how many; without it, enough for the connections a minute of the plan')
    .option('--queues <number>', 'sub-queues, which deployments lead to in turn', '1')
    .option('--users <pattern>', "the agents' addresses, to be in the queues in turn; {n} is the number, from 1")
    .option('--users-file <file>', 'the addresses, one a line, in place of --users')
    .option('--create-users', 'make the agents too, each with a role and the capacity of the plan', false)
    .option('--with-role <name>', 'a role of the org that they have besides; repeatable', collect, [])
    .option('--oauth-client', 'make an OAuth client that takes SAML2 bearer, for headroom tokens', false)
    .option('--saml-certificate <file>', "make this the org's generic single sign-on provider; X.509, PEM")
    .option('--saml-issuer <id>', 'entity id of the identity provider', 'https://headroom.example.com/idp')
    .option('--saml-audience <id>', 'entity id of the org')
    .option('--org-capacity', "set the whole org's messages at once to the plan's agents.capacity", false)
    .action(async (plan: string, options) => {
      const { provision } = await import('./provision.ts');
      finish(provision(plan, options, commandIo()));
    });
}
