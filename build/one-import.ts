import type { Plugin } from 'esbuild';

/**
 * One import for each k6 module, however many of our modules use it: in k6's JavaScript engine every import costs each
 * VU about a kilobyte (measured on Sobek). A module that is not named here is imported as it stands.
 */
const EXPORTS: Readonly<Record<string, readonly string[]>> = {
  'k6/data': ['SharedArray'],
  'k6/execution': ['default'],
  'k6/http': ['default'],
  'k6/metrics': ['Counter', 'Gauge', 'Rate', 'Trend'],
  'k6/secrets': ['default'],
  'k6/timers': ['clearInterval', 'clearTimeout', 'setInterval', 'setTimeout'],
  'k6/websockets': ['WebSocket'],
  'k6/ws': ['default'],
};

export const oneImport: Plugin = {
  name: 'one-import',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^k6\// }, ({ path, namespace }) => {
      return namespace === 'one-import' || EXPORTS[path] === undefined
        ? { path, external: true }
        : { path, namespace: 'one-import' };
    });
    esbuild.onLoad({ filter: /./, namespace: 'one-import' }, ({ path }) => ({
      contents: `export { ${EXPORTS[path]?.join(', ')} } from '${path}';`,
      loader: 'js',
    }));
  },
};
