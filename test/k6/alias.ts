/** Exports of the k6 modules that modules of `lib` import; `default` is the whole module. */
const EXPORTS: Readonly<Record<string, readonly string[]>> = {
  k6: ['check', 'fail', 'group', 'sleep'],
  'k6/data': ['SharedArray'],
  'k6/execution': [],
  'k6/http': [],
  'k6/metrics': ['Counter', 'Gauge', 'Rate', 'Trend'],
  'k6/secrets': [],
  'k6/timers': ['clearInterval', 'clearTimeout', 'setInterval', 'setTimeout'],
  'k6/websockets': ['Blob', 'WebSocket'],
  'k6/ws': [],
};

/** A vite plug-in: in tests `k6/*` is the embedded engine's own implementation, in the VU of `vu.ts`. No mocks. */
export const k6Modules = {
  name: 'k6-modules',
  enforce: 'pre' as const,
  resolveId: (id: string) => (id in EXPORTS ? `\0${id}` : undefined),
  load(id: string): string | undefined {
    const module = id.slice(1);
    const names = id.startsWith('\0') ? EXPORTS[module] : undefined;
    if (!names) return undefined;
    const named = names.map((name) => `export const ${name} = member('${module}', '${name}');`);
    return [`import { member, whole } from '/test/k6/vu.ts';`, `export default whole('${module}');`, ...named].join(
      '\n',
    );
  },
};
