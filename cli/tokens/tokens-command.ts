import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect } from '../io/options.ts';

/** `headroom tokens <plan>`. */
export function addTokens(program: Command, finish: (code: number) => void): void {
  program
    .command('tokens <plan>')
    .description('a user token for each agent of a plan, by SAML2 bearer with a test identity provider of yours')
    .requiredOption('-o, --output <file>', 'where the tokens go, one a line; only you can read it')
    .requiredOption('--org-name <name>', "the org's short name")
    .option('-e <NAME=value>', 'override in the plan, repeatable', collect, [])
    .option('--users <pattern>', "the agents' addresses; {n} is the number, from 1", 'agent-{n}@example.com')
    .option('--users-file <file>', 'the addresses, one a line, in place of --users')
    .option('--count <number>', "how many; the plan's agents without it")
    .option('--key <file>', 'private key of the identity provider, PEM')
    .option('--certificate <file>', 'its certificate, PEM, as the org’s single sign-on has it')
    .option('--issuer <id>', 'entity id of the identity provider', 'https://headroom.example.com/idp')
    .option('--audience <id>', 'entity id of the org; its login address without it')
    .option('--assertion-command <command>', 'prints the assertion of the address behind it, in place of a key')
    .option('--renew <minutes>', 'fetch anew what runs out so soon', '60')
    .action(async (plan: string, options) => {
      const { tokens } = await import('./tokens.ts');
      finish(await tokens(plan, options, commandIo()));
    });
}
