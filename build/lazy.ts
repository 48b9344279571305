import path from 'node:path';
import { parse } from 'acorn';
import type { Plugin } from 'esbuild';
import { bundleForK6 } from './for-k6.ts';

/**
 * A bundle's top level runs once for every VU, and in k6's JavaScript engine each function that stays alive there
 * costs about 0.7 KB (measured on Sobek; `budget.ts` limits a bundle). So what a scenario imports is bundled into the
 * body of one function, which is called when one of its exports is: a VU that plays a customer never pays for an
 * agent, and none pays for options, setup or summary.
 *
 * Metrics stay at the top level, because k6 declares them in the init context only, and are shared by all bodies.
 */

const METRICS = /\/measures\/declare\/(?:agent|customer|messages|monitor|platform|probe|storm)\.ts$/;
/** Played by a VU again and again: made at the first call and kept. */
const KEPT = [
  'lib/play/agent/play.ts',
  'lib/play/customer/play.ts',
  'lib/play/watch/watch.ts',
  'lib/play/watch/sentinel.ts',
  'lib/play/probe/play.ts',
  'lib/play/storm/play.ts',
];
/** Called once a run or once a VU: made anew at each call, and not kept. */
const ONCE = [
  'lib/plan/check.ts',
  'lib/plan/load.ts',
  'lib/play/setup.ts',
  'lib/play/probe/agents.ts',
  'lib/verdict/probe/summarise.ts',
  'lib/verdict/storm/summarise.ts',
  'lib/verdict/run/summarise.ts',
  'thresholds/agents.ts',
  'thresholds/ceiling.ts',
  'thresholds/contact-centre.ts',
  'thresholds/customers.ts',
  'thresholds/reconnect-storm.ts',
];

export interface Parts {
  readonly imports: string;
  readonly body: string;
  /** Exported name to local name. */
  readonly exports: ReadonlyMap<string, string>;
}

/** Takes an ES module as esbuild writes it apart: imports, the rest with its lines in place, exports. */
export function takeApart(code: string): Parts {
  const imports: string[] = [];
  const exports = new Map<string, string>();
  let body = code;
  const blank = (start: number, end: number) => {
    body = body.slice(0, start) + body.slice(start, end).replace(/[^\n]/g, ' ') + body.slice(end);
  };
  for (const node of parse(code, { ecmaVersion: 2022, sourceType: 'module' }).body) {
    if (node.type === 'ImportDeclaration') {
      imports.push(code.slice(node.start, node.end).replace(/\s+/g, ' '));
      blank(node.start, node.end);
    } else if (node.type === 'ExportNamedDeclaration') {
      for (const { exported, local } of node.specifiers) exports.set(nameOf(exported), nameOf(local));
      blank(node.start, node.end);
    }
  }
  return { imports: imports.join(' '), body, exports };
}

function nameOf(node: { type: string; name?: string }): string {
  return node.name ?? '';
}

/**
 * The module that stands for `file`: its one exported function, whose code is made when it is first called. More than
 * one export would cost more than one function.
 */
async function standIn(root: string, file: string, keep: boolean, lazy: Plugin): Promise<string> {
  const made = await bundleForK6(root, file, [sharedMetrics, lazy]);
  const { imports, body, exports } = takeApart(made.code);
  const [[name, local] = ['', ''], ...more] = [...exports];
  if (name === '' || more.length > 0)
    throw new Error(`${path.relative(root, file)}: a lazy module exports one function`);
  const map = JSON.parse(made.map) as { mappings: string };
  map.mappings = `;${map.mappings}`;
  const inlined = Buffer.from(JSON.stringify(map)).toString('base64');
  const [head, tail] = keep
    ? [
        `let kept; export const ${name} = (...args) => { kept ??= (() => {`,
        `return ${local}; })(); return kept(...args); };`,
      ]
    : [`export const ${name} = (...args) => {`, `return ${local}(...args); };`];
  return `${imports} ${head}\n${body}\n${tail}\n//# sourceMappingURL=data:application/json;base64,${inlined}\n`;
}

const sharedMetrics: Plugin = {
  name: 'shared-metrics',
  setup(esbuild) {
    esbuild.onResolve({ filter: METRICS }, ({ path: to, resolveDir }) => ({
      path: path.resolve(resolveDir, to),
      external: true,
    }));
  },
};

/** Makes the modules named above lazy, wherever they are imported at a bundle's top level; each once for all bundles. */
export function lazily(root: string): Plugin {
  const kept = new Set(KEPT.map((file) => path.join(root, file)));
  const lazy = new Set([...kept, ...ONCE.map((file) => path.join(root, file))]);
  const made = new Map<string, Promise<string>>();
  const once = (file: string): Promise<string> => {
    const code = made.get(file) ?? standIn(root, file, kept.has(file), plugin);
    made.set(file, code);
    return code;
  };
  const plugin: Plugin = {
    name: 'lazily',
    setup(esbuild) {
      esbuild.onResolve({ filter: /\.ts$/ }, ({ path: to, resolveDir, kind }) => {
        const file = path.resolve(resolveDir, to);
        return kind === 'import-statement' && lazy.has(file) ? { path: file, namespace: 'lazy' } : undefined;
      });
      esbuild.onLoad({ filter: /./, namespace: 'lazy' }, async ({ path: file }) => ({
        contents: await once(file),
        loader: 'js',
        resolveDir: root,
      }));
    },
  };
  return plugin;
}
