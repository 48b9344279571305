import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect } from '../io/options.ts';
import { wrappedLines } from '../io/packed-lines.ts';

/** A terminal has at least so many. */
const COLUMNS = 80;

/**
 * `headroom tenant`. Its help lists profiles and settings of the tenant, which is loaded only then: so `--help` is an
 * option like the others.
 */
export function addTenant(program: Command, finish: (code: number) => void): void {
  program
    .command('tenant')
    .description('serve a simulated Genesys Cloud tenant on loopback until told to stop')
    .option('--port <number>', 'port; 0 lets the system choose', '7420')
    .option('--profile <name|file>', 'how it behaves', 'healthy')
    .option('--set <path=value>', 'change one value of the profile, repeatable', collect, [])
    .option('--seed <number>', 'what is drawn at random is drawn from this', '1')
    .helpOption(false)
    .option('-h, --help', 'display help for command')
    .action(async (options, command: Command) => {
      if (options.help) {
        const { PROFILE_NAMES, SETTINGS } = await import('@headroom/tenant');
        const known = [`Profiles: ${PROFILE_NAMES.join(', ')}`, `Settings: ${SETTINGS.join(', ')} (docs/tenant.md)`];
        const names = known.map((text) => `${wrappedLines(text, COLUMNS).join('\n')}\n`).join('');
        command.outputHelp();
        process.stdout.write(`\n${names}`);
        return;
      }
      const { tenant } = await import('./tenant.ts');
      finish(await tenant(options, commandIo()));
    });
}
