import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect } from '../io/options.ts';

/** `headroom ticket <plan> [results…]`. */
export function addTicket(program: Command, finish: (code: number) => void): void {
  program
    .command('ticket <plan> [results...]')
    .description("the request for Genesys's approval of a plan; with results of runs and searches, the evidence")
    .option('-o, --output <file>', 'where it goes, as Markdown', 'ticket.md')
    .option('--html <file>', 'the same as a page')
    .option('-e <NAME=value>', 'override of the plan as for the run, repeatable', collect, [])
    .option('--contact <who>', 'whom Genesys can call in that night')
    .option('--source <address>', 'an address that the load comes from, repeatable', collect, [])
    .option(
      '--from-org',
      "read the org's name and id, limits and conversations (GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET)",
      false,
    )
    .addHelpText(
      'after',
      '\nExamples:\n  headroom ticket my-org.json --contact "Ada, +44 20 …" --html request.html\n  headroom ticket my-org.json samples.json result.json ceiling.json -o case.md\n\nExit codes: 0 written, 104 bad input\n',
    )
    .action(async (plan: string, results: string[], options) => {
      const { ticket } = await import('./ticket.ts');
      const { orgCalls } = await import('../platform/org.ts');
      const io = commandIo();
      finish(await ticket(plan, results, options, io, orgCalls('ticket', io)));
    });
}
