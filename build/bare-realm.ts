import { readFileSync } from 'node:fs';
import { createContext, Script } from 'node:vm';
import type { Bundle } from './bundle.ts';
import { K6_GLOBALS } from './k6-globals.ts';
import { type Import, takeApart } from './module-parts.ts';

/** Evaluates one more VU of a bundle and gives what it exports. */
export type EvaluateVu = (vu: number, env?: Readonly<Record<string, string>>) => Readonly<Record<string, unknown>>;

/**
 * A realm with the globals that k6 documents and no others. k6's modules are stubs with the least that init needs. It
 * shows whether a bundle evaluates in k6, and what a VU costs; it runs no iteration.
 */
export function bareRealm(bundle: Bundle): EvaluateVu {
  const realm = createContext({});
  const strip = new Script(
    '(keep) => { for (const name of Object.getOwnPropertyNames(globalThis)) if (!keep(name)) delete globalThis[name]; }',
  ).runInContext(realm) as (keep: (name: string) => boolean) => void;
  strip((name) => K6_GLOBALS.has(name));
  const { imports, body, exports } = takeApart(bundle.code);
  const params = ['__VU', '__ENV', 'open', 'console', 'crypto', ...imports.map(({ local }) => local)];
  const entries = [...exports].map(([exported, local]) => `${exported}: ${local}`).join(', ');
  const source = `(function (${params.join(', ')}) { 'use strict'; ${body}\nreturn { ${entries} }; })`;
  const scope = new Script(source, { filename: `${bundle.name}.js` }).runInContext(realm) as (
    ...args: unknown[]
  ) => Readonly<Record<string, unknown>>;
  const modules = k6Modules();
  return (vu, env = {}) => {
    const imported = imports.map((one) => importedValue(modules, one));
    return scope(vu, env, open, quiet, { randomUUID: () => '' }, ...imported);
  };
}

function importedValue(modules: ReturnType<typeof k6Modules>, { from, imported }: Import): unknown {
  return imported === '*' ? modules[from] : modules[from]?.[imported];
}

const open = (path: string) => readFileSync(path, 'utf8');
const nothing = () => undefined;
const quiet = { log: nothing, info: nothing, warn: nothing, error: nothing };

function k6Modules(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  class Metric {
    readonly name: string;
    constructor(name: string) {
      this.name = name;
    }
    add(): void {}
  }
  const shared = new Map<string, readonly unknown[]>();
  function SharedArray(name: string, build: () => readonly unknown[]): readonly unknown[] {
    const elements = shared.get(name) ?? build();
    shared.set(name, elements);
    return elements;
  }
  const abort = (line: string) => {
    throw new Error(line);
  };
  return {
    'k6/metrics': { Counter: Metric, Gauge: Metric, Rate: Metric, Trend: Metric },
    'k6/data': { SharedArray },
    'k6/execution': { default: { test: { abort } } },
  };
}
