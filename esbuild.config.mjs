// Builds dist/: the k6 bundles (dist/*.js) and the Node side (dist/node/). `npm ci` runs it too.
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const dependenciesOf = (folder) => Object.keys(JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).dependencies);
const dependencies = ['.', 'packages/engine', 'packages/tenant'].flatMap(dependenciesOf);
/** For Node: our own packages are bundled from source, those of others stay where npm put them. */
const forNode = {
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  conditions: ['source'],
  external: dependencies.filter((name) => !name.startsWith('@headroom/')),
  loader: { '.jsonl': 'text' },
  sourcemap: true,
  logLevel: 'warning',
  metafile: true,
};

/** Builds into a folder and removes what an earlier build left there: the names of shared parts change with them. */
async function buildInto(outdir, options) {
  const { metafile } = await build({ ...options, outdir });
  const written = new Set(Object.keys(metafile.outputs));
  for (const name of readdirSync(outdir, { recursive: true, withFileTypes: true })) {
    const file = `${name.parentPath}/${name.name}`;
    if (name.isFile() && !written.has(file)) rmSync(file);
  }
}

await buildInto('dist/node', {
  ...forNode,
  entryPoints: {
    headroom: 'cli/main.ts',
    worker: 'packages/engine/src/worker.ts',
    build: 'build/main.ts',
    'docs-metrics': 'build/write-metrics-doc.ts',
    'check-dependencies': 'build/check-dependencies.ts',
    'bench/scale': 'bench/scale.ts',
    lab: 'lab/main.ts',
    'bench/causes': 'bench/causes.ts',
    'bench/merge': 'bench/merge.ts',
    'bench/report': 'bench/report.ts',
    'bench/bare-client': 'bench/bare-client.ts',
    'bench/tenant': 'bench/tenant.ts',
    'bench/ten-thousand': 'bench/ten-thousand.ts',
    'bench/echo-server': 'bench/echo-server.ts',
    'bench/transports': 'bench/transports.ts',
    'bench/bare-timer': 'bench/bare-timer.ts',
    'bench/transcripts': 'bench/transcripts.ts',
    'bench/flat': 'bench/flat.ts',
    'bench/peers': 'bench/peers/main.ts',
    'bench/counting-server': 'bench/peers/counting-server.ts',
    'bench/bare-loop': 'bench/peers/bare-loop.ts',
  },
});
// What `@headroom/engine` and `@headroom/tenant` are to a program of somebody else's.
await buildInto('packages/engine/dist', {
  ...forNode,
  entryPoints: {
    index: 'packages/engine/src/index.ts',
    worker: 'packages/engine/src/worker.ts',
    io: 'packages/engine/src/run/run-io.ts',
    thresholds: 'packages/engine/src/thresholds/expression.ts',
    submetrics: 'packages/engine/src/metrics/submetric.ts',
  },
});
await buildInto('packages/tenant/dist', { ...forNode, entryPoints: { index: 'packages/tenant/src/index.ts' } });
// The script and the styles of the report's page go into each report as they stand.
await build({
  entryPoints: { 'report-page': 'report/page/main.ts' },
  outdir: 'dist/node',
  bundle: true,
  minify: true,
  target: 'es2022',
  format: 'iife',
  logLevel: 'warning',
});
chmodSync('dist/node/headroom.js', 0o755);

// The checks on the k6 side are TypeScript as well, so they run from what was just built.
const { buildBundles } = await import('./dist/node/build.js');
const { ok, lines } = await buildBundles(import.meta.dirname);
for (const line of lines) console.log(line);
if (!ok) process.exitCode = 1;
