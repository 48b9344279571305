import { existsSync, readFileSync } from 'node:fs';
import { dependencyProblems, type Lockfile } from './dependency-problems.ts';

/** `npm run check:dependencies`, at the root of the repository. It asks nobody: what it reads, npm wrote. */
const locked = readJson('package-lock.json') as Lockfile;
const problems = dependencyProblems(locked, readJson('node_modules/.package-lock.json') as Lockfile, statedLicense);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`licences and integrity of ${Object.keys(locked.packages).length} packages: as they should be`);

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function statedLicense(path: string): string | undefined {
  const file = `${path}/package.json`;
  if (!existsSync(file)) return undefined;
  const { license } = readJson(file) as { license?: string };
  return license;
}
