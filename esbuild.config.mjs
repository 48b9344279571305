// Builds dist/: the k6 bundles (dist/*.js) and the Node side (dist/node/).
import { build } from 'esbuild';

await build({
  entryPoints: { headroom: 'cli/main.ts', worker: 'engine/worker.ts' },
  outdir: 'dist/node',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});
