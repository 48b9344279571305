import type { RunFile } from '../planned-run.ts';
import { type OperatorDeployment, textOf } from './deployment.ts';
import type { ConfigMap, FilesPod, PersistentVolumeClaim } from './manifests.ts';
import { partName } from './object-names.ts';
import { PLAN_FILE, setFile, VOLUME_FOLDER } from './pod-paths.ts';
import { POD_USER } from './test-run.ts';

/** The ConfigMaps of a deployment: script and plan, with the set of dialogues where it fits. */
export function configMapsOf({ names, run, planText, placement }: OperatorDeployment): ConfigMap[] {
  const { transcripts: set = [] } = run;
  const setIn = (place: typeof placement.set) => (placement.set === place ? set : []);
  const data = (file: RunFile, n: number) => ({ [setFile(n, set.length)]: textOf(file) });
  const all = (files: readonly RunFile[]) => Object.assign({}, ...files.map((file, at) => data(file, at + 1)));
  const own = setIn('in a ConfigMap of its own');
  return [
    configMap(names.config, {
      [`${run.script}.js`]: textOf(run.bundle),
      [PLAN_FILE]: planText,
      ...all(setIn('beside the script')),
    }),
    ...(own.length === 0 ? [] : [configMap(names.set, all(own))]),
    ...setIn('in a ConfigMap for each part').map((file, at) => configMap(partName(names, at + 1), data(file, at + 1))),
  ];
}

function configMap(name: string, data: ConfigMap['data']): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}

/** The claim of the volume of results; undefined where the user has one. */
export function claimOf({
  names,
  claim,
  storageClass,
  volumeSize,
}: OperatorDeployment): PersistentVolumeClaim | undefined {
  if (claim !== undefined) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: names.claim },
    spec: {
      accessModes: [storageClass === undefined ? 'ReadWriteOnce' : 'ReadWriteMany'],
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: volumeSize } },
    },
  };
}

/** Has a shell, `tar` and `sleep`, which is all that `kubectl cp` needs. */
const FILES_IMAGE = 'busybox:1.37';
const KEPT_SECONDS = 3_600;

/** The pod through which files come into the volume and out of it. */
export function filesPodOf({ names, claim }: OperatorDeployment): FilesPod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: names.files },
    spec: {
      restartPolicy: 'Never',
      securityContext: POD_USER,
      containers: [
        {
          name: 'files',
          image: FILES_IMAGE,
          command: ['sleep', String(KEPT_SECONDS)],
          volumeMounts: [{ name: 'results', mountPath: VOLUME_FOLDER }],
        },
      ],
      volumes: [{ name: 'results', persistentVolumeClaim: { claimName: claim ?? names.claim } }],
    },
  };
}
