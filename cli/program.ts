import { Command } from 'commander';
import { version } from '../package.json';
import { addAttribute } from './attribute/attribute-command.ts';
import { addCeiling } from './ceiling/ceiling-command.ts';
import { addCi } from './ci/ci-command.ts';
import { addCleanup } from './cleanup/cleanup-command.ts';
import { addCloud } from './cloud/cloud-command.ts';
import { addCompare } from './compare/compare-command.ts';
import { addCompletion } from './completion/completion-command.ts';
import { addDemo } from './demo/demo-command.ts';
import { addDeploy } from './deploy/deploy-command.ts';
import { addGates } from './gates/gates-command.ts';
import { addHello } from './hello/hello-command.ts';
import { sayErrorsInOneLine } from './io/command-errors.ts';
import { addCommandHelp } from './io/command-help.ts';
import { addMerge } from './merge/merge-command.ts';
import { addNight } from './night/night-command.ts';
import { addPlan } from './plan/plan-command.ts';
import { addPlanInit } from './plan-init/init-command.ts';
import { addPreflight } from './preflight/preflight-command.ts';
import { addProvision } from './provision/provision-command.ts';
import { addReport } from './report/report-command.ts';
import { addRun } from './run/run-command.ts';
import { addStatus } from './status/status-command.ts';
import { addTenant } from './tenant/tenant-command.ts';
import { addTicket } from './ticket/ticket-command.ts';
import { addTokens } from './tokens/tokens-command.ts';
import { addTranscripts } from './transcripts/transcripts-command.ts';
import { addVerify } from './verify/verify-command.ts';

/**
 * `headroom <command>`. Each command tells `finish` its exit code, and says in one line on stderr what is wrong with its input.
 * The code of a command is loaded only when it is called.
 */
export function headroomProgram(finish: (code: number) => void): Command {
  const program = new Command('headroom')
    .description('How many digital-messaging sessions can a Genesys Cloud org hold, and what stops the next one?')
    .version(version)
    .exitOverride()
    .enablePositionalOptions()
    .showSuggestionAfterError();

  addRun(program, finish);
  addNight(program, finish);
  addStatus(program, finish);
  addGates(program, finish);
  addPlanInit(addPlan(program, finish), finish);
  addReport(program, finish);
  addCi(program, finish);
  addMerge(program, finish);
  addDemo(program, finish);
  addTenant(program, finish);
  addTicket(program, finish);
  addTranscripts(program, finish);
  addPreflight(program, finish);
  addHello(program, finish);
  addProvision(program, finish);
  addCeiling(program, finish);
  addAttribute(program, finish);
  addCompare(program, finish);
  addVerify(program, finish);
  addTokens(program, finish);
  addCleanup(program, finish);
  addCompletion(program, finish);
  addDeploy(program, finish);
  addCloud(program, finish);
  sayErrorsInOneLine(program);
  addCommandHelp(program);
  return program;
}
