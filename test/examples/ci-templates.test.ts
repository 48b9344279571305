import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const read = (name: string) => readFileSync(path.join('examples/ci', name), 'utf8');

/** The lines of a block of YAML behind a key, without their indent. */
function block(yaml: string, key: RegExp): string {
  const lines = yaml.split('\n');
  const start = lines.findIndex((line) => key.test(line));
  const indent = /^ */.exec(lines[start] ?? '')?.[0].length ?? 0;
  const end = lines.findIndex((line, n) => n > start && line.trim() !== '' && line.search(/\S/) <= indent);
  return lines.slice(start + 1, end === -1 ? undefined : end).join('\n');
}

/** The shell script of each template, as its CI system would run it. */
const SCRIPTS: readonly (readonly [name: string, script: string])[] = [
  ['action.yml', block(read('action.yml'), /^ +run: \|$/)],
  ['gitlab-ci.yml', block(read('gitlab-ci.yml'), /^ {2}script:$/).replace(/^ *- /gm, '')],
  ['Jenkinsfile', [...read('Jenkinsfile').matchAll(/sh '(npx [^']*)'/g)].map(([, line = '']) => line).join('\n')],
];

/** Runs a script with an npx on PATH that says what it was called with and exits with a code. */
function ran(script: string, code: number, env: Record<string, string>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-ci-'));
  const npx = path.join(folder, 'npx');
  writeFileSync(npx, `#!/bin/sh\nfor word in "$@"; do printf '%s\\n' "$word"; done\nexit ${code}\n`);
  chmodSync(npx, 0o755);
  const PATH = `${folder}:${process.env.PATH}`;
  const { stdout, status } = spawnSync('bash', ['-e', '-c', script], { env: { PATH, ...env }, encoding: 'utf8' });
  return { words: stdout.trim().split('\n'), status };
}

describe('a template for CI', () => {
  it.each(SCRIPTS)('of %s calls headroom ci with the plan and the folder, and keeps its exit code', (_, script) => {
    const env = { PLAN: 'plans/my plan.json', OUTPUT: 'out put', ARGUMENTS: '' };
    const words = ['--no-install', 'headroom', 'ci', 'plans/my plan.json', '-o', 'out put'];
    expect(ran(script, 99, env)).toEqual({ words, status: 99 });
    expect(ran(script, 0, env).status).toBe(0);
  });

  it('of GitHub takes more arguments, and leaves out a plan that is not given', () => {
    const [, script = ''] = SCRIPTS[0] ?? [];
    const env = { PLAN: '', OUTPUT: 'out', ARGUMENTS: '--set agents.capacity=5' };
    expect(ran(script, 0, env).words).toEqual([
      '--no-install',
      'headroom',
      'ci',
      '--set',
      'agents.capacity=5',
      '-o',
      'out',
    ]);
  });

  it.each(['action.yml', 'gitlab-ci.yml', 'Jenkinsfile'])('of %s keeps the report whatever the exit code', (name) => {
    expect(read(name)).toMatch(
      /if: always\(\)\n +uses: actions\/upload-artifact|when: always\n +paths:|always \{\n +junit/,
    );
    if (name !== 'action.yml') expect(read(name)).toContain('headroom-results/junit.xml');
  });
});
