import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createModules } from '../../src/modules/index.ts';
import { createRealm } from '../../src/realm/realm.ts';
import { Host } from '../../src/vu/host.ts';
import { Recorder } from '../script/harness.ts';

const host = new Host({
  context: new Recorder(),
  intrinsics: createRealm().intrinsics,
  io: { after: never, exchange: never, connect: never, forget: never },
  waiting: () => ({ wait: never }),
  limits: { closeAnswerMs: 1 },
  directory: '/',
});
const modules = createModules(host, new Map());

function never(): never {
  throw new Error('nothing is called here');
}

/** What the public types declare of a module at run time. */
function declared(module: string): string[] {
  const folder = module === 'k6' ? '' : `${module.slice('k6/'.length)}/`;
  const source = readFileSync(`node_modules/@types/k6/${folder}index.d.ts`, 'utf8');
  const exported = /^export (?:declare )?(?:abstract )?(?:function|const|let|var|class)\s+(\w+)/gm;
  return [...new Set([...source.matchAll(exported)].map(([, name = '']) => name))];
}

/** Classes that the types declare for what calls give back. */
const RETURNED: Readonly<Record<string, readonly string[]>> = {
  'k6/crypto': ['Hasher'],
  'k6/html': ['Selection', 'Attribute'],
  'k6/http': ['FileData'],
  'k6/metrics': ['Metric'],
  'k6/ws': ['Socket', 'WebSocketError'],
};

describe('a module of k6 that the engine has', () => {
  it.each([...modules.keys()].filter((name) => !name.includes('experimental')))(
    '%s has every export that the public types declare',
    (name) => {
      const own = Object.keys(modules.get(name) ?? {});
      const lacking = declared(name).filter(
        (key) =>
          !own.includes(key) && !RETURNED[name]?.includes(key) && !(name === 'k6/html' && key.endsWith('Element')),
      );
      expect(lacking).toEqual([]);
    },
  );
});
