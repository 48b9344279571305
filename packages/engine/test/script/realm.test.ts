import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createRealm, removeAbsent } from '../../src/realm/realm.ts';

const ITERATORS = 'Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()))';

/** Of one V8 or another: what k6's engine has not, by what it belongs to. */
const NEWER: Readonly<Record<string, readonly string[]>> = {
  globalThis: [
    'Iterator',
    'Float16Array',
    'Temporal',
    'DisposableStack',
    'SuppressedError',
    'ShadowRealm',
    'NotYetKnown',
  ],
  Array: ['fromAsync'],
  'ArrayBuffer.prototype': ['transfer', 'resize'],
  'DataView.prototype': ['getFloat16', 'setFloat16'],
  Map: ['groupBy'],
  'Map.prototype': ['getOrInsert'],
  Math: ['sumPrecise', 'f16round'],
  Object: ['groupBy'],
  Promise: ['withResolvers', 'try'],
  RegExp: ['escape'],
  'String.prototype': ['isWellFormed', 'toWellFormed'],
  [ITERATORS]: 'constructor map filter take drop flatMap reduce toArray forEach some every find'.split(' '),
};

const MEMBERS = Object.entries(NEWER).flatMap(([owner, names]) => names.map((name) => [owner, name] as const));

describe('the realm of a script', () => {
  it('the realm has no built-in that is newer than k6’s JavaScript engine', () => {
    const context = vm.createContext(Object.create(null));
    const isThere = (owner: string, name: string) => vm.runInContext(`Object.hasOwn(${owner}, '${name}')`, context);
    for (const [owner, name] of MEMBERS) {
      if (isThere(owner, name)) continue;
      vm.runInContext(`Object.defineProperty(${owner}, '${name}', { value() {}, configurable: true })`, context);
    }
    expect(MEMBERS.every((member) => isThere(...member))).toBe(true);
    removeAbsent(context);
    expect(MEMBERS.filter((member) => isThere(...member))).toEqual([]);
  });

  it('the realm keeps ES2022', () => {
    const { context } = createRealm();
    const members =
      'Array.prototype.toSorted Array.prototype.at Object.hasOwn Promise.any Set.prototype.has String.prototype.replaceAll ' +
      'Symbol.iterator JSON.stringify Math.hypot Uint8Array.from BigInt64Array Reflect.ownKeys globalThis.isNaN AggregateError';
    const missing = members.split(' ').filter((member) => vm.runInContext(`${member} === undefined`, context));
    expect(missing).toEqual([]);
    expect(vm.runInContext(`[...new Set([1, 2]).values(), ...'ab', ...new Map([[3, 4]]).keys()].join()`, context)).toBe(
      '1,2,a,b,3',
    );
  });
});
