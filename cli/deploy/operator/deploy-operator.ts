import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { badInput } from '../../io/bad-input.ts';
import { wholeNumber } from '../../io/options.ts';
import { exchangesPerVisit } from '../../plan/visit-length.ts';
import { type PlannedRunOptions, readPlannedRun } from '../planned-run.ts';
import { deploymentOf, type OperatorOptions } from './deployment.ts';
import { operatorText } from './operator-text.ts';
import { testRunOf } from './test-run.ts';
import { writeManifests } from './write-manifests.ts';

export interface DeployOperatorOptions extends PlannedRunOptions {
  readonly output: string;
  readonly parallelism: string;
  readonly image: string;
  readonly separate?: boolean;
  readonly samples: boolean;
  readonly claim?: string;
  readonly storageClass?: string;
  readonly volumeSize: string;
}

/** More pods than k6 can sensibly divide a run among. */
const MAX_PARALLELISM = 1_000;

/**
 * `headroom deploy k6-operator <plan>`: writes what a cluster with k6-operator needs to play a plan as one run of several
 * shares, and the script that starts and judges it. It calls no cluster. Returns 0, or 104 on bad input.
 */
export async function deployOperator(planFile: string, options: DeployOperatorOptions, io: RunIo): Promise<number> {
  try {
    const run = await readPlannedRun(planFile, options, io);
    const deployment = deploymentOf(run, operatorOptions(options));
    const folder = path.resolve(io.cwd, options.output);
    const testRun = testRunOf(deployment, exchangesPerVisit(run.plan, planFile, io.cwd));
    writeManifests(deployment, testRun, folder);
    io.stdout.write(operatorText(deployment, testRun, options.output));
    return 0;
  } catch (error) {
    return badInput('deploy k6-operator', error, io);
  }
}

const SIZE = /^[1-9]\d*(?:Mi|Gi|Ti|M|G|T)$/;
const OBJECT_NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

function operatorOptions(options: DeployOperatorOptions): OperatorOptions {
  const { parallelism, image, separate = false, samples, claim, storageClass, volumeSize } = options;
  if (!SIZE.test(volumeSize)) throw new Error(`--volume-size ${volumeSize}; allowed: a size such as 10Gi`);
  for (const [option, name] of [
    ['--claim', claim],
    ['--storage-class', storageClass],
  ] as const)
    if (name !== undefined && !OBJECT_NAME.test(name))
      throw new Error(`${option} ${name}; allowed: the name of an object in the cluster`);
  if (!/^[\w./:@-]+$/.test(image)) throw new Error(`--image ${image}; allowed: an image such as grafana/k6:2.3.0`);
  return {
    parallelism: wholeNumber('--parallelism', parallelism, 1, MAX_PARALLELISM),
    image,
    isSeparate: separate,
    hasSamples: samples,
    ...(claim === undefined ? {} : { claim }),
    ...(storageClass === undefined ? {} : { storageClass }),
    volumeSize,
  };
}
