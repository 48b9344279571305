import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect } from '../io/options.ts';

/** `headroom cloud …`. */
export function addCloud(program: Command, finish: (code: number) => void): void {
  const cloud = program.command('cloud').description('runs in k6 cloud');
  cloud
    .command('results <run> <plan>')
    .description("verdict, gate and report of a run in k6 cloud, from the metrics that the cloud's API gives back")
    .option('--script <name>', 'the script (contact-centre where the plan has agents, else customers)')
    .option('-e <NAME=value>', 'override of the plan as for the run, repeatable', collect, [])
    .option('-o, --output <file>', 'where the result goes (results/cloud-<run>.json)')
    .option('--report <file>', 'where the page goes (beside the result)')
    .option('--junit <file>', 'the gate as JUnit XML')
    .option('--markdown <file>', "verdict and gate as Markdown, for a pipeline's step summary")
    .option('--stack <id>', "the stack's numeric id or name, in place of K6_CLOUD_STACK_ID")
    .option('--api <origin>', 'where the API is (https://api.k6.io)')
    .action(async (run: string, plan: string, options) => {
      const { cloudResults } = await import('./cloud-results.ts');
      finish(await cloudResults(run, plan, options, commandIo()));
    });
}
