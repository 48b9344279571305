import { processIo } from '@headroom/engine/io';
import type { Command } from 'commander';
import { collect } from '../io/options.ts';

/** `headroom ci [plan]`. */
export function addCi(program: Command, finish: (code: number) => void): void {
  program
    .command('ci [plan]')
    .description('tenant, run, report and exit code in one command, for a pipeline')
    .option('-o, --output <folder>', 'where samples, result, page, JUnit XML and Markdown go', 'results/ci')
    .option('--script <name>', 'contact-centre, customers, agents or reconnect-storm; by default what the plan is for')
    .option('-e <NAME=value>', 'override of the plan as for a run, repeatable', collect, [])
    .option('--profile <name|file>', 'how the tenant behaves', 'healthy')
    .option('--set <path=value>', "change one value of the tenant's profile, repeatable", collect, [])
    .option('--port <number>', 'port of the tenant; 0 lets the system choose one that is free', '0')
    .addHelpText(
      'after',
      `
The tenant is the simulated one, on this machine: for an org, headroom run and
headroom report do the same. Without a plan the packed plans/smoke.json is run.
On GitHub the Markdown goes into the step summary too, and each rule of the gate
that does not hold is an ::error annotation.

Examples:
  headroom ci
  headroom ci my-plan.json --set agents.capacity=5 -o out

Exit codes: 0 the gate holds, 99 it does not, 104 bad input,
105 interrupted, 107 the script threw, 108 the script refused the plan
`,
    )
    .action(async (plan: string | undefined, options) => {
      const { ci } = await import('./ci.ts');
      finish(await ci(plan, options, processIo()));
    });
}
