import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { sayErrorsInOneLine } from '../cli/io/command-errors.ts';
import { labCompare } from './compare/main.ts';
import { labRuns } from './runs/main.ts';
import { labService } from './runs/service/main.ts';
import { attributionLab } from './search/attribution-lab.ts';
import { ceilingLab } from './search/ceiling-lab.ts';

/** The laboratory: tenants drawn at random, and what the product says of them. */

const BAD_INPUT = 104;

function count(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('allowed: a whole number from 1');
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const program = new Command('lab')
  .description("what the product's rules, searches and tests say of tenants drawn at random")
  .exitOverride()
  .showSuggestionAfterError();

for (const [name, lab, what] of [
  ['runs', labRuns, 'runs of every family of limits and faults at the way in'],
  ['service', labService, 'runs with agents, of every family of faults of the service'],
] as const) {
  program
    .command(name)
    .description(`${what}: what the verdict names against what was planted`)
    .option('--draws <count>', 'of each family', count, 200)
    .option('--seed <number>', "the first seed (default: the commit's hash)", count)
    .option('--only <pattern>', 'the families whose name it fits', '')
    .option('--show', 'show each draw that was not named rightly', false)
    .action((options) => {
      process.exitCode = lab(options);
    });
}
program
  .command('compare')
  .description('how often a comparison errs, over kinds of noise, and what it finds')
  .option('--runs <count>', 'comparisons of each kind', count, 20_000)
  .option('--seed <number>', 'the first seed', count, 1)
  .action((options) => {
    process.exitCode = labCompare(options);
  });
for (const [name, lab, what] of [
  ['ceiling', ceilingLab, 'searches for the ceiling of modelled tenants, in virtual time'],
  ['attribute', attributionLab, 'attributions on modelled tenants, in virtual time'],
] as const) {
  program
    .command(name)
    .description(what)
    .option('--searches <count>', 'of each family', count, 400)
    .option('--seed <number>', 'the first seed', count, 1)
    .option('--families <text>', 'the families whose name contains it', '')
    .action(({ searches, seed, families }) => lab(searches, seed, families, say));
}
sayErrorsInOneLine(program);
for (const command of program.commands) command.exitOverride();

try {
  program.parse();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : BAD_INPUT;
}
