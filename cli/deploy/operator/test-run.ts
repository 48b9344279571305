import { maxVisitsAtOnce } from '../../plan/plan-arithmetic.ts';
import { bytesOf } from '../planned-run.ts';
import { sumOf } from '../planned-vus.ts';
import type { OperatorDeployment } from './deployment.ts';
import type { EnvVar, SecurityContext, TestRun, Volume, VolumeMount } from './manifests.ts';
import { partName } from './object-names.ts';
import { K6_SECRETS_FILE, PLAN_FILE, RUNS_FOLDER, SECRETS_FOLDER, SET_FOLDER, VOLUME_FOLDER } from './pod-paths.ts';
import { podResources } from './pod-resources.ts';

/** The user that k6's own image has; as it is named, any image with k6 may write to the volume. */
export const POD_USER: SecurityContext = { runAsNonRoot: true, runAsUser: 12345, runAsGroup: 12345, fsGroup: 12345 };

const VOLUME_MOUNT: VolumeMount = { name: 'results', mountPath: VOLUME_FOLDER };

/**
 * The TestRun, in which k6-operator starts the shares of one run. It is created, never applied: Kubernetes completes its
 * name at each start, and that name is the id of the run.
 */
export function testRunOf(deployment: OperatorDeployment, exchanges: number): TestRun {
  const { parallelism, names, run, image, isSeparate, hasSamples, vus } = deployment;
  const env = envOf(deployment);
  const sockets = maxVisitsAtOnce(run.plan, exchanges) + (run.plan.agents?.count ?? 0);
  return {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { generateName: names.run },
    spec: {
      parallelism,
      script: { configMap: { name: names.config, file: `${run.script}.js` } },
      ...(hasSamples ? { arguments: `--out json=${RUNS_FOLDER}/$(RUN)/$(SHARE_NAME).json.gz` } : {}),
      ...(isSeparate ? { separate: true } : {}),
      runner: {
        image,
        securityContext: POD_USER,
        resources: podResources({
          vus: sumOf(vus),
          sockets,
          parallelism,
          setBytes: bytesOf(run.transcripts),
        }),
        env,
        // k6 makes no folder for what it writes.
        initContainers: [
          {
            name: 'results',
            image,
            command: ['mkdir', '-p', `${RUNS_FOLDER}/$(RUN)`],
            env: [RUN],
            volumeMounts: [VOLUME_MOUNT],
          },
        ],
        volumes: volumesOf(deployment),
        volumeMounts: mountsOf(deployment),
      },
    },
  };
}

/** The name of the TestRun, which k6-operator gives all its pods as a label (docs/facts/k6.md section 9, K9.48). */
const RUN: EnvVar = { name: 'RUN', valueFrom: { fieldRef: { fieldPath: "metadata.labels['k6_cr']" } } };

/**
 * What each share is told (docs/many-machines.md). The operator hands these to the initializer too. A pod of a Job has the
 * Job's name as a label, which is that of the share.
 */
function envOf({ parallelism, secrets }: OperatorDeployment): EnvVar[] {
  return [
    { name: 'PLAN', value: PLAN_FILE },
    ...(parallelism === 1 ? [] : [{ name: 'SHARES', value: String(parallelism) }]),
    RUN,
    { name: 'SHARE_NAME', valueFrom: { fieldRef: { fieldPath: "metadata.labels['job-name']" } } },
    { name: 'RESULTS', value: `${RUNS_FOLDER}/$(RUN)` },
    ...(secrets.k6 ? [{ name: 'K6_SECRET_SOURCE', value: `file=${SECRETS_FOLDER}/${K6_SECRETS_FILE}` }] : []),
  ];
}

function volumesOf(deployment: OperatorDeployment): Volume[] {
  const { names, claim, secrets } = deployment;
  return [
    { name: 'results', persistentVolumeClaim: { claimName: claim ?? names.claim } },
    ...setVolumes(deployment),
    ...(needsSecret(secrets) ? [{ name: 'secrets', secret: { secretName: names.secret } }] : []),
  ];
}

/** The set of dialogues, where it is in ConfigMaps that are not the script's. */
function setVolumes({ names, placement, run }: OperatorDeployment): Volume[] {
  if (placement.set === 'in a ConfigMap of its own') return [{ name: 'dialogues', configMap: { name: names.set } }];
  if (placement.set !== 'in a ConfigMap for each part') return [];
  const sources = (run.transcripts ?? []).map((_, at) => ({ configMap: { name: partName(names, at + 1) } }));
  return [{ name: 'dialogues', projected: { sources } }];
}

function mountsOf(deployment: OperatorDeployment): VolumeMount[] {
  return [
    VOLUME_MOUNT,
    ...setVolumes(deployment).map(({ name }) => ({ name, mountPath: SET_FOLDER, readOnly: true })),
    ...(needsSecret(deployment.secrets) ? [{ name: 'secrets', mountPath: SECRETS_FOLDER, readOnly: true }] : []),
  ];
}

export function needsSecret({ tokens, guests, k6 }: OperatorDeployment['secrets']): boolean {
  return tokens || guests || k6;
}
