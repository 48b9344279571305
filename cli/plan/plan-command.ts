import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect } from '../io/options.ts';
import { FLAGS, QUESTIONS, TARGET } from './init/questions.ts';

/** `headroom plan init`: a flag for each question. */
function addInit(plan: Command, finish: (code: number) => void): void {
  const init = plan
    .command('init')
    .description('write a plan from a few answers: asked on a terminal, by flags elsewhere')
    .option('-o, --output <file>', 'where the plan goes', 'plan.json')
    .option(
      '--from-org',
      "offer the org's deployments, flows and queues (GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET)",
      false,
    )
    .option('--force', 'write over a file that is there', false)
    .option('--yes', 'ask nothing, and take the defaults for what no flag gives', false);
  for (const { flag, asks } of [TARGET, ...QUESTIONS]) init.option(`--${flag} <value>`, asks);
  init.action(async (options: Record<string, string | boolean>) => {
    const { initPlan } = await import('./init/plan-init.ts');
    const { orgCalls } = await import('../platform/org.ts');
    const { PersonAtTerminal } = await import('../io/ask-person.ts');
    const answers = Object.fromEntries(
      FLAGS.flatMap((flag) => {
        const value = options[flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())];
        return typeof value === 'string' ? [[flag, value]] : [];
      }),
    );
    const io = commandIo();
    const isAsked = process.stdin.isTTY === true && options.yes !== true;
    const { output, fromOrg, force } = options;
    const given = { output: String(output), fromOrg: fromOrg === true, force: force === true, answers };
    const person = isAsked ? new PersonAtTerminal() : undefined;
    finish(await initPlan(given, io, orgCalls('plan init', io), person?.ask));
    person?.leave();
  });
}

/** `headroom plan …`. */
export function addPlan(program: Command, finish: (code: number) => void): void {
  const plan = program.command('plan').description('work with a plan');
  addInit(plan, finish);
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
}
