import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const NO_SOURCES = new Set(['.git', 'dist', 'docs', 'node_modules', 'results', 'test']);
const SOURCE = /\.(ts|mjs|json|jsonl|css)$/;
const STAMP = path.join('dist', 'built-from');

/** Whether `dist/` was built from the sources as they stand now. */
export async function isBuilt(root: string): Promise<boolean> {
  const stamp = await readFile(path.join(root, STAMP), 'utf8').catch(() => '');
  return stamp === (await digestOfSources(root));
}

/** Says in `dist/` what it was built from. */
export async function markBuilt(root: string): Promise<void> {
  await writeFile(path.join(root, STAMP), await digestOfSources(root));
}

/** SHA-256 of all that a build may read, with its names, in hexadecimal; `package-lock.json` stands for the dependencies. */
async function digestOfSources(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await sourcesIn(root, '')).sort()) {
    hash.update(`${file}\0`).update(await readFile(path.join(root, file)));
  }
  return hash.digest('hex');
}

async function sourcesIn(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) return NO_SOURCES.has(entry.name) ? [] : sourcesIn(root, file);
      return entry.isFile() && SOURCE.test(entry.name) ? [file] : [];
    }),
  );
  return found.flat();
}
