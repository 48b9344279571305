import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { FLAGS, QUESTIONS, TARGET } from './questions.ts';

/** `headroom plan init`: a flag for each question. It stands apart from the other commands of plans, since it calls an org. */
export function addPlanInit(plan: Command, finish: (code: number) => void): void {
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
    const { initPlan } = await import('./plan-init.ts');
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
