import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import { bundleForK6 } from './for-k6.ts';
import { lazily } from './lazy.ts';
import { oneImport } from './one-import.ts';

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
  const plugins = [oneImport, lazily(root)];
  return Promise.all(scenarios.map((file) => bundle(root, path.join(root, 'scenarios', file), plugins)));
}

/** Bundles one entry for k6. */
export async function bundle(root: string, entry: string, plugins: Plugin[] = []): Promise<Bundle> {
  return { name: path.basename(entry, '.ts'), ...(await bundleForK6(root, entry, plugins)) };
}
