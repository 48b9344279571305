import { execFileSync } from 'node:child_process';
import { isBuilt } from '../build/sources.ts';

/** Set by the first of vitest's projects, each of which calls what is below. */
const built = Symbol.for('headroom: dist is built');

/** Tests that run bundles and the command line run what is in dist/: it is built, once, unless it was from these sources. */
export default async function buildFirst(): Promise<void> {
  if (Reflect.has(globalThis, built)) return;
  Reflect.set(globalThis, built, true);
  if (await isBuilt(process.cwd())) return;
  execFileSync(process.execPath, ['esbuild.config.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
