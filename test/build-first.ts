import { execFileSync } from 'node:child_process';

/** Tests that run bundles and the command line run what is in dist/: it is built from the source under test. */
export default function buildFirst(): void {
  execFileSync(process.execPath, ['esbuild.config.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
