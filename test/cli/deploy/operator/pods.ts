import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Run } from '../../../virtual/run.ts';
import type { WrittenConfigMap, WrittenTestRun } from './manifest-fields.ts';

type Runner = WrittenTestRun['spec']['runner'];

/** Flags of k6's REST API, by which the starter ends the pause of all pods. The embedded engine begins at once. */
const OF_THE_STARTER = ['--address=0.0.0.0:6565', '--paused'];

/**
 * The runs that k6-operator and Kubernetes make of a TestRun, by docs/facts/k6.md section 9 (K9.3, K9.35, K9.48): each
 * with the arguments, environment, mounts and segment of its pod. Volumes are folders below `root`, and a path of the pod
 * is one there. `name` is what Kubernetes made of `generateName`.
 */
export function sharesOf(
  testRun: WrittenTestRun,
  maps: readonly WrittenConfigMap[],
  name: string,
  root: string,
): Run[] {
  const { parallelism, script, runner } = testRun.spec;
  mountVolumes(testRun, maps, root);
  return Array.from({ length: parallelism }, (_, index) => {
    const labels = { app: 'k6', k6_cr: name, runner: 'true', 'job-name': `${name}-${index + 1}` };
    const env = environmentOf(runner.env, labels);
    const command = [
      'k6',
      'run',
      '--quiet',
      ...segmentFlags(index + 1, parallelism),
      ...(testRun.spec.arguments ?? '').split(' ').filter((word) => word !== ''),
      `/test/${script.configMap.file}`,
      '--address=0.0.0.0:6565',
      '--paused',
      '--tag',
      `instance_id=${index + 1}`,
      '--tag',
      `testrun_name=${name}`,
    ].map((word) => expanded(word, env));
    makeFolders(runner, labels, root);
    const inRoot = (text: string) => belowRoot(text, root);
    const words = command.slice(2).filter((word) => !OF_THE_STARTER.includes(word));
    const at = words.findIndex((word) => word.startsWith('/test/'));
    const bundle = inRoot(words[at] ?? '');
    return {
      script: path.relative('dist', bundle.replace(/\.js$/, '')),
      env: Object.fromEntries(Object.entries(env).map(([key, value]) => [key, inRoot(value)])),
      flags: [...words.slice(0, at), ...words.slice(at + 1)].map(inRoot),
    };
  });
}

/** Paths of a pod's mounts, in arguments, values and the plan, as paths below `root`. */
function belowRoot(text: string, root: string): string {
  return text.replace(/(^|[="])(\/(?:test|headroom|dialogues|secrets)\/)/g, `$1${root}$2`);
}

/** The first is `0:1/n`, the last `(n-1)/n:1`; a run of one pod has none. */
function segmentFlags(index: number, of: number): string[] {
  if (of === 1) return [];
  const at = (place: number) => (place === 0 ? '0' : place === of ? '1' : `${place}/${of}`);
  const sequence = Array.from({ length: of + 1 }, (_, place) => at(place)).join(',');
  return [`--execution-segment=${at(index - 1)}:${at(index)}`, `--execution-segment-sequence=${sequence}`];
}

type Labels = Readonly<Record<string, string>>;

/** The environment of a container: values may name variables that stand before them. */
function environmentOf(list: Runner['env'], labels: Labels): Record<string, string> {
  const env: Record<string, string> = {};
  for (const one of list) {
    if ('value' in one) env[one.name] = expanded(one.value, env);
    else {
      const [, label = ''] = /^metadata\.labels\['(.+)'\]$/.exec(one.valueFrom.fieldRef.fieldPath) ?? [];
      const value = labels[label];
      if (value === undefined) throw new Error(`no such label: ${one.valueFrom.fieldRef.fieldPath}`);
      env[one.name] = value;
    }
  }
  return env;
}

/** Kubernetes leaves a reference to what is not there as it is. */
const expanded = (text: string, env: Readonly<Record<string, string>>): string =>
  text.replace(/\$\((\w+)\)/g, (all, name: string) => env[name] ?? all);

/** What the init containers do: they make folders, and nothing else. */
function makeFolders({ initContainers }: Runner, labels: Labels, root: string): void {
  for (const { command, env } of initContainers) {
    const [mkdir, parents, folder = ''] = command.map((word) => expanded(word, environmentOf(env, labels)));
    if (mkdir !== 'mkdir' || parents !== '-p') throw new Error(`another command: ${command.join(' ')}`);
    mkdirSync(path.join(root, folder), { recursive: true });
  }
}

/** The ConfigMap of the script is mounted at /test; others, and the claim, where the runner says. */
function mountVolumes({ spec }: WrittenTestRun, maps: readonly WrittenConfigMap[], root: string): void {
  const write = (name: string, folder: string) => {
    const map = maps.find(({ metadata }) => metadata.name === name);
    if (map === undefined) throw new Error(`no such ConfigMap: ${name}`);
    mkdirSync(path.join(root, folder), { recursive: true });
    for (const [key, text] of Object.entries(map.data))
      writeFileSync(path.join(root, folder, key), key === 'plan.json' ? belowRoot(text, root) : text);
  };
  write(spec.script.configMap.name, '/test');
  for (const { name, mountPath } of spec.runner.volumeMounts) {
    const volume = spec.runner.volumes.find((one) => one.name === name);
    if (volume === undefined) throw new Error(`no such volume: ${name}`);
    if ('configMap' in volume) write(volume.configMap.name, mountPath);
    else if ('projected' in volume)
      for (const { configMap } of volume.projected.sources) write(configMap.name, mountPath);
    else mkdirSync(path.join(root, mountPath), { recursive: true });
  }
}
