import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { type DeployOperatorOptions, deployOperator } from '../../../../cli/deploy/operator/deploy-operator.ts';
import { CapturedOutput } from '../../captured-output.ts';
import { configMapFields, testRunFields, type WrittenConfigMap, type WrittenTestRun } from './manifest-fields.ts';

/** What `headroom deploy k6-operator` did. */
export interface Deployed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Everything it wrote. */
  readonly output: string;
}

/** Deploys a plan of a folder into its folder `out`. */
export async function deploy(
  folder: string,
  plan: string,
  options: Partial<Omit<DeployOperatorOptions, 'output'>> = {},
): Promise<Deployed> {
  const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
  const output = path.join(folder, 'out');
  const given = { parallelism: '2', image: 'grafana/k6:2.3.0', samples: true, volumeSize: '1Gi', e: [], ...options };
  const code = await deployOperator(plan, { ...given, output: 'out' }, { stdout, stderr, env: {}, cwd: folder });
  return { code, stdout: stdout.text, stderr: stderr.text, output };
}

/** The documents of one file, as YAML has them. */
export function documentsIn(output: string, file: string): unknown[] {
  const text = readFileSync(path.join(output, file), 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS());
}

export const manifestsIn = (output: string): unknown[] =>
  readdirSync(output)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => documentsIn(output, name));

export const testRunIn = (output: string): WrittenTestRun =>
  testRunFields.parse(documentsIn(output, 'testrun.yaml')[0]);

export const configMapsIn = (output: string): WrittenConfigMap[] =>
  documentsIn(output, 'config.yaml').map((document) => configMapFields.parse(document));
