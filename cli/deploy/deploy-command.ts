import type { Command } from 'commander';
import { commandIo } from '../io/command-io.ts';
import { collect } from '../io/options.ts';

/** `headroom deploy …`. */
export function addDeploy(program: Command, finish: (code: number) => void): void {
  const deploy = program
    .command('deploy')
    .description("what k6's own distributed engines need to play a plan as one run");
  deploy
    .command('k6-operator <plan>')
    .description('manifests for k6-operator, and the script that starts and judges a run')
    .requiredOption('-o, --output <folder>', 'where they go')
    .requiredOption('--parallelism <number>', 'pods, each of which plays a share')
    .option('--script <name>', 'the script (contact-centre where the plan has agents, else customers)')
    .option('-e <NAME=value>', 'override of the plan as for a run, repeatable', collect, [])
    .option('--image <image>', "k6's image", 'grafana/k6:2.3.0')
    .option('--no-samples', 'write no sample, only results: levels at one instant are then unknown')
    .option('--separate', 'one pod a node')
    .option('--claim <name>', 'a claim of yours for results, which all nodes can write')
    .option('--storage-class <name>', 'of the claim that is made: volumes that are ReadWriteMany')
    .option('--volume-size <size>', 'of the claim that is made', '10Gi')
    .action(async (plan: string, options) => {
      const { deployOperator } = await import('./operator/deploy-operator.ts');
      finish(await deployOperator(plan, options, commandIo()));
    });
  deploy
    .command('cloud <plan>')
    .description('how a plan is run in k6 cloud: command line, load zones, secrets, sizes, VU-hours')
    .option('--script <name>', 'the script (contact-centre where the plan has agents, else customers)')
    .option('-e <NAME=value>', 'override of the plan as for a run, repeatable', collect, [])
    .option('--rate <price>', 'of a VU-hour')
    .option('--load-zones <file>', 'what k6 cloud load-zone list --json printed')
    .option('--pack <tokens>', 'a file of user tokens, one a line, to be packed into secrets')
    .option('--secrets <file>', 'where the packed secrets go, one name=value a line')
    .action(async (plan: string, options) => {
      const { deployCloud } = await import('./cloud/deploy-cloud.ts');
      finish(await deployCloud(plan, options, commandIo()));
    });
}
