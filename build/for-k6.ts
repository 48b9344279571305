import { build } from 'esbuild';

/** What k6's JavaScript engine runs: ES2022 less what build/k6-safe.ts refuses (docs/facts/k6.md section 3). */
export const ES_TARGET = 'es2022';

/** Bundles one entry into one ES module for k6; code, and its source map as JSON. */
export async function bundleForK6(root: string, entry: string): Promise<{ code: string; map: string }> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    outdir: 'dist',
    format: 'esm',
    platform: 'neutral',
    target: ES_TARGET,
    external: ['k6', 'k6/*'],
    loader: { '.jsonl': 'text' },
    charset: 'utf8',
    sourcemap: 'external',
    legalComments: 'none',
  });
  const text = (ending: string) => result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  return { code: text('.js'), map: text('.js.map') };
}
