import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cruise, type ICruiseOptions, type IReporterOutput } from 'dependency-cruiser';
import { afterAll, describe, expect, it } from 'vitest';

/** A checkout in little, with the rules of this one. */
const root = mkdtempSync(path.join(process.cwd(), '.planted-'));
afterAll(() => rmSync(root, { recursive: true }));

const { forbidden } = JSON.parse(readFileSync('.dependency-cruiser.json', 'utf8')) as { forbidden: object[] };

/** Names of the rules that an import breaks; `files` are contents by path. */
async function broken(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = mkdtempSync(path.join(root, 'case-'));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  const options = { ruleSet: { forbidden }, validate: true, baseDir: folder, tsPreCompilationDeps: true };
  const { output } = (await cruise(['lib'], options as ICruiseOptions, {
    extensions: ['.ts'],
  })) as IReporterOutput & { output: { summary: { violations: { rule: { name: string } }[] } } };
  return [...new Set(output.summary.violations.map(({ rule }) => rule.name))].sort();
}

describe('the rules of imports', () => {
  it('allow a floor of lib to import one below it', async () => {
    const files = {
      'lib/base/wait.ts': 'export const wait = 1;\n',
      'lib/plan/plan.ts': "import { wait } from '../base/wait.ts';\nexport const plan = wait;\n",
    };
    expect(await broken(files)).toEqual([]);
  });

  it('forbid a floor of lib to import one above it, even a type', async () => {
    const files = {
      'lib/base/wait.ts': "import type { Plan } from '../plan/plan.ts';\nexport const wait = (plan: Plan) => plan;\n",
      'lib/plan/plan.ts': 'export interface Plan {}\n',
    };
    expect(await broken(files)).toEqual(['floors-of-lib-base']);
  });

  it('forbid a circle of folders, though no file is in a circle', async () => {
    const files = {
      'lib/play/customer/visit.ts': "import { pause } from '../agent/pause.ts';\nexport const visit = pause;\n",
      'lib/play/agent/pause.ts': 'export const pause = 1;\n',
      'lib/play/agent/desk.ts': "import { leave } from '../customer/leave.ts';\nexport const desk = leave;\n",
      'lib/play/customer/leave.ts': 'export const leave = 1;\n',
    };
    expect(await broken(files)).toEqual(['no-circle-of-folders']);
  });

  it('forbid a circle of files', async () => {
    const files = {
      'lib/base/one.ts': "import { two } from './two.ts';\nexport const one = () => two;\n",
      'lib/base/two.ts': "import { one } from './one.ts';\nexport const two = () => one;\n",
    };
    expect(await broken(files)).toEqual(['no-circular']);
  });
});
