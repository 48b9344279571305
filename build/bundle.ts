import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { lazily } from './lazy.ts';
import { oneImport } from './one-import.ts';

/** What k6's JavaScript engine runs: ES2022 less what build/syntax.ts refuses (k6.md section 3). */
const TARGET = 'es2022';

export interface Bundle {
  /** Such as `customers`. */
  readonly name: string;
  readonly code: string;
  /** Source map, JSON. */
  readonly map: string;
}

/** One self-contained ES module for each script in `scenarios/`, importing nothing but `k6` and `k6/*`. */
export async function bundleScenarios(root: string): Promise<Bundle[]> {
  const scenarios = (await readdir(path.join(root, 'scenarios'))).filter((file) => file.endsWith('.ts'));
  return Promise.all(
    scenarios.map((file) => bundle(root, path.join(root, 'scenarios', file), [oneImport, lazily(root)])),
  );
}

/** Bundles one entry for k6. */
export async function bundle(root: string, entry: string, plugins: Plugin[] = []): Promise<Bundle> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    outdir: 'dist',
    format: 'esm',
    platform: 'neutral',
    target: TARGET,
    external: ['k6', 'k6/*'],
    loader: { '.jsonl': 'text' },
    charset: 'utf8',
    sourcemap: 'external',
    legalComments: 'none',
    plugins,
  });
  const text = (ending: string) => result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  return { name: path.basename(entry, '.ts'), code: text('.js'), map: text('.js.map') };
}
