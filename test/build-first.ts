import { execFileSync } from 'node:child_process';

/** Set by the first of vitest's projects, each of which calls what is below. */
const built = Symbol.for('headroom: dist is built');

/** Tests that run bundles and the command line run what is in dist/: it is built, once, from the source under test. */
export default function buildFirst(): void {
  if (Reflect.has(globalThis, built)) return;
  execFileSync(process.execPath, ['esbuild.config.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
  Reflect.set(globalThis, built, true);
}
