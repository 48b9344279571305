import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Where a test learns whether all seeds and cases are to run: `TEST_DEEP`. */
const DEEP = /from '[^']*\/(?:deep|fuzz-runs)\.ts'/;
const IMPORT = /from '(\.[^']+)'/g;

/** Test files that do no more when they run deep: neither they nor their helpers ask. */
export function shallowFiles(folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
    )
    .filter((file) => file.endsWith('.test.ts') && !isDeep(file));
}

function isDeep(file: string): boolean {
  const text = readFileSync(file, 'utf8');
  const helpers = [...text.matchAll(IMPORT)].map(([, to = '']) => path.join(path.dirname(file), to)).filter(existsSync);
  return DEEP.test(text) || helpers.some((helper) => DEEP.test(readFileSync(helper, 'utf8')));
}
