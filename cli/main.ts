#!/usr/bin/env node
import { processIo } from '@headroom/engine';
import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { addAttribute } from './attribute/attribute-command.ts';
import { addCeiling } from './ceiling/ceiling-command.ts';
import { addCleanup } from './cleanup/cleanup-command.ts';
import { addCompare } from './compare/compare-command.ts';
import { failed } from './io/bad-input.ts';
import { collect } from './io/options.ts';
import { addPreflight } from './preflight/preflight-command.ts';
import { addProvision } from './provision/provision-command.ts';
import { USAGE } from './run/run-usage.ts';
import { addTenant } from './tenant/tenant-command.ts';
import { addTokens } from './tokens/tokens-command.ts';
import { addTranscripts } from './transcripts/transcripts-command.ts';
import { addVerify } from './verify/verify-command.ts';

/**
 * `headroom <command>`. Each command gives an exit code; what is wrong is one line on stderr. What a command needs is
 * loaded when it is the one.
 */
const program = new Command('headroom')
  .description('How many digital-messaging sessions can a Genesys Cloud org hold, and what stops the next one?')
  .version(version)
  .exitOverride()
  .enablePositionalOptions()
  .showSuggestionAfterError();

function finish(code: number): void {
  process.exitCode = code;
}

program
  .command('run')
  .description("run a k6 script: on the k6 on PATH, else on the embedded engine (k6's own flags apply)")
  .usage(USAGE)
  .argument('[words...]')
  .allowUnknownOption()
  .passThroughOptions()
  .helpOption(false)
  .action(async (words: string[]) => {
    const { run } = await import('./run/run.ts');
    const code = await run(words, processIo());
    // After a second interrupt sockets may still be open (RunIo).
    process.exitCode = code;
    if (code === 105) process.exit(code);
  });

program
  .command('gates <plan>')
  .description('every line of every gate for a plan, and what it is for')
  .action(async (path: string) => {
    const { explainGates } = await import('./gates/gates.ts');
    finish(explainGates(path, processIo()));
  });

const plan = program.command('plan').description('work with a plan');
plan
  .command('check <plan>')
  .description('what a run of it will take, and its margin to every published limit')
  .option('-e <NAME=value>', 'override as for a run, repeatable', collect, [])
  .action(async (path: string, options: { e: string[] }) => {
    const { checkPlan } = await import('./plan/plan-check.ts');
    finish(checkPlan(path, options.e, processIo()));
  });
plan
  .command('adopt <plan> <outputs>')
  .description('the plan with the deployments that terraform output -json tells of')
  .requiredOption('-o, --output <file>', 'where the plan goes')
  .action(async (path: string, outputs: string, options: { output: string }) => {
    const { adopt } = await import('./plan/plan-adopt.ts');
    finish(adopt(path, outputs, options.output, processIo()));
  });

program
  .command('report <inputs...>')
  .description("a run as one HTML page, from k6's NDJSON (--out json), results (-e RESULT) and summaries")
  .option('-o, --output <file>', 'where the page goes', 'report.html')
  .option('--plan <file>', 'the plan that was run, where no result names it')
  .option('-e <NAME=value>', 'override of that plan as for the run, repeatable', collect, [])
  .option('--junit <file>', 'the gate as JUnit XML')
  .option('--markdown <file>', "verdict and gate as Markdown, for a pipeline's step summary")
  .option('--json <file>', 'all that the page shows, as JSON')
  .action(async (inputs: string[], options) => {
    const { report } = await import('./report/report.ts');
    finish(await report(inputs, options, processIo()));
  });

program
  .command('demo')
  .description('the whole thing on this machine: a tenant with a hidden ceiling, and a run that finds it')
  .option('--seed <number>', 'where the ceiling is drawn from; without it, anywhere')
  .action(async (options) => {
    const { demo } = await import('./demo/demo.ts');
    finish(await demo(options, processIo()));
  });

addTenant(program, finish);
addTranscripts(program, finish);
addPreflight(program, finish);
addProvision(program, finish);
addCeiling(program, finish);
addAttribute(program, finish);
addCompare(program, finish);
addVerify(program, finish);
addTokens(program, finish);
addCleanup(program, finish);

// A reader that has seen enough, such as `head`, ends no run: what it would have read is dropped.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  await program.parseAsync(process.argv);
} catch (error) {
  // commander has printed its one line.
  if (error instanceof CommanderError) finish(error.exitCode === 0 ? 0 : 104);
  else if (isOfTheSystem(error)) finish(failed(program.args[0] ?? '', error, processIo()));
  else throw error;
}

/** A file that cannot be read or written, a full disk: the user's to mend, unlike a fault of ours. */
function isOfTheSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
