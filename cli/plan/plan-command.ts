import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect } from '../io/options.ts';

/** `headroom plan …`. Returns the command, for those below it that call an org. */
export function addPlan(program: Command, finish: (code: number) => void): Command {
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
    .command('explain <plan>')
    .description('the k6 scenarios, stages and thresholds that it becomes, and the load over time as text')
    .option('-e <NAME=value>', 'override as for a run, repeatable', collect, [])
    .option('--script <name>', 'contact-centre, customers, agents or reconnect-storm; by default what the plan is for')
    .action(async (path: string, options: { e: string[]; script?: string }) => {
      const { explainPlan } = await import('./explain/plan-explain.ts');
      finish(explainPlan(path, options, commandIo()));
    });
  plan
    .command('from-jmx <file>')
    .description("a plan with a JMeter test plan's numbers, and what of it cannot be taken over, by line")
    .option('-o, --output <file>', 'where the plan goes; its dialogues beside it', 'plan.json')
    .option('-J, --property <name=value>', "a property of JMeter's, as its -J takes it, repeatable", collect, [])
    .option('--json', 'print what became of each element as JSON', false)
    .action(async (path: string, options: { output: string; property: string[]; json: boolean }) => {
      const { planFromJmx } = await import('./from-jmx/plan-from-jmx.ts');
      finish(planFromJmx(path, options, commandIo()));
    });
  plan
    .command('adopt <plan> <outputs>')
    .description('the plan with the deployments that terraform output -json tells of')
    .requiredOption('-o, --output <file>', 'where the plan goes')
    .action(async (path: string, outputs: string, options: { output: string }) => {
      const { adoptDeployments } = await import('./plan-adopt.ts');
      finish(adoptDeployments(path, outputs, options.output, commandIo()));
    });
  return plan;
}
