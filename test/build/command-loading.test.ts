import { build } from 'esbuild';
import { expect, it } from 'vitest';

/** What `cli/main.ts` loads before it calls a command: files of ours, and packages, by their import statements. */
async function loadedAtStart(): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: ['cli/main.ts'],
    outdir: 'not-written',
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    loader: { '.jsonl': 'text' },
    metafile: true,
  });
  const loaded = new Set(['cli/main.ts']);
  // What is added meanwhile is visited too.
  for (const file of loaded) {
    for (const { path, kind } of metafile.inputs[file]?.imports ?? []) {
      if (kind === 'import-statement') loaded.add(path);
    }
  }
  return [...loaded];
}

it('loads no package but commander and the streams of the engine before a command is called', async () => {
  const packages = (await loadedAtStart()).filter((path) => !path.endsWith('.ts') && !path.endsWith('.json'));
  expect(packages.filter((name) => !name.startsWith('node:')).sort()).toEqual(['@headroom/engine/io', 'commander']);
});
