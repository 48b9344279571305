import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect } from '../io/options.ts';

/** `headroom plan …`. */
export function addPlan(program: Command, finish: (code: number) => void): void {
  const plan = program.command('plan').description('work with a plan');
  plan
    .command('check <plan>')
    .description('what a run of it will take, and its margin to every published limit')
    .option('-e <NAME=value>', 'override as for a run, repeatable', collect, [])
    .action(async (path: string, options: { e: string[] }) => {
      const { checkPlan } = await import('./plan-check.ts');
      finish(await checkPlan(path, options.e, commandIo()));
    });
  plan
    .command('adopt <plan> <outputs>')
    .description('the plan with the deployments that terraform output -json tells of')
    .requiredOption('-o, --output <file>', 'where the plan goes')
    .action(async (path: string, outputs: string, options: { output: string }) => {
      const { adoptDeployments } = await import('./plan-adopt.ts');
      finish(adoptDeployments(path, outputs, options.output, commandIo()));
    });
}
