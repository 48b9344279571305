import { formatDuration } from '../../../lib/plan/duration.ts';
import { longestRunMs } from '../../../lib/plan/longest-run.ts';
import { nameOf } from '../../../lib/plan/target.ts';
import { formatCount } from '../../io/format-count.ts';
import { sumOf } from '../planned-vus.ts';
import type { OperatorDeployment } from './deployment.ts';
import type { TestRun } from './manifests.ts';
import { secretCommand } from './secret-command.ts';
import { isPodItself } from './start-script.ts';
import { needsSecret } from './test-run.ts';

const WIDTH = 12;
const line = (name: string, text: string): string => `  ${name.padEnd(WIDTH)}${text}\n`;

/** Images, the initializer, and the starter's loop take this long before the load begins, at most. */
const BEFORE_THE_LOAD_MS = 600_000;

/** What was written, why it is so, and what comes next. `folder` is where, as the user named it. */
export function operatorText(deployment: OperatorDeployment, { spec }: TestRun, folder: string): string {
  const { run, parallelism, placement, vus, claim, storageClass, names } = deployment;
  const { plan, script } = run;
  const { requests, limits } = spec.runner.resources;
  const byScenario = Object.entries(vus).map(([name, count]) => `${name} ${formatCount(count)}`);
  const commands = [...(needsSecret(deployment.secrets) ? [secretCommand(deployment)] : []), `sh ${folder}/start.sh`];
  return [
    `plan ${plan.name} on ${nameOf(plan.target)}: ${script} as ${sharesText(parallelism)} of one run\n\n`,
    line('VUs', `${formatCount(sumOf(vus))}: ${byScenario.join(', ')}`),
    line('a pod', `${requests.cpu} of CPU, ${requests.memory} of memory requested, ${limits.memory} at most`),
    ...(placement.set === undefined ? [] : [line('dialogues', `${placement.set}: ${placement.why}`)]),
    line('volume', volumeText(claim, storageClass, names.claim)),
    line('run', `at most ${formatDuration(longestRunMs(run.script, run.plan, {}))}${windowText(deployment)}`),
    ...notes(deployment).map((note) => line('LOOK', note)),
    '\n',
    ...commands.map((command) => line('next', command)),
  ].join('');
}

const sharesText = (count: number): string => (count === 1 ? '1 share' : `${count} shares`);

function volumeText(claim: string | undefined, storageClass: string | undefined, made: string): string {
  if (claim !== undefined) return `claim ${claim}, which pods of all nodes have to be able to write`;
  if (storageClass !== undefined) return `claim ${made}, ReadWriteMany, of storage class ${storageClass}`;
  return `claim ${made}, ReadWriteOnce: all pods on one node. --storage-class or --claim for several`;
}

/** When it may be started: the initializer and the starter come before the load. */
function windowText({ run }: OperatorDeployment): string {
  const { approval } = run.plan;
  if (approval === undefined) return '';
  const last = new Date(
    Date.parse(approval.to) - longestRunMs(run.script, run.plan, {}) - BEFORE_THE_LOAD_MS,
  ).toISOString();
  return `; start it from ${approval.from} on, and by ${last.replace('.000', '')}: images, initializer and starter take up to ${formatDuration(BEFORE_THE_LOAD_MS)}`;
}

function notes(deployment: OperatorDeployment): string[] {
  const { run, parallelism, vus } = deployment;
  const few = Object.entries(vus).filter(
    ([name, count]) => ['customers', 'agents'].includes(name) && count < parallelism,
  );
  return [
    ...(isPodItself(run) ? [`the target ${nameOf(run.plan.target)} is each pod itself: nobody listens there`] : []),
    ...few.map(
      ([name, count]) => `${name} are ${formatCount(count)} VUs: ${parallelism - count} shares play none of them`,
    ),
  ];
}
