import { chmodSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { writeFileAtomically } from '../../io/atomic-file.ts';
import { makeFolder } from '../../io/output-file.ts';
import { claimOf, configMapsOf, filesPodOf } from './config-objects.ts';
import type { OperatorDeployment } from './deployment.ts';
import type { Manifest, TestRun } from './manifests.ts';
import { startScript } from './start-script.ts';

const EXECUTABLE = 0o755;

/** Writes the files of a deployment into a folder. Throws an error of one line when one cannot be written. */
export function writeManifests(deployment: OperatorDeployment, testRun: TestRun, folder: string): void {
  makeFolder(folder);
  const claim = claimOf(deployment);
  const write = (name: string, text: string) => writeFileAtomically(path.join(folder, name), text);
  write('config.yaml', yamlOf(configMapsOf(deployment)));
  if (claim !== undefined) write('volume.yaml', yamlOf([claim]));
  write('files.yaml', yamlOf([filesPodOf(deployment)]));
  write('testrun.yaml', yamlOf([testRun]));
  write('start.sh', startScript(deployment));
  chmodSync(path.join(folder, 'start.sh'), EXECUTABLE);
}

/** Documents of one YAML file. Texts of several lines stand in it as they are; no line is folded, and none is an alias. */
function yamlOf(manifests: readonly Manifest[]): string {
  const options = { lineWidth: 0, blockQuote: 'literal', aliasDuplicateObjects: false } as const;
  return manifests.map((manifest) => stringify(manifest, options)).join('---\n');
}
