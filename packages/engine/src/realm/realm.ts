import vm from 'node:vm';
import { addNewerBuiltins } from './newer-builtins.ts';

/** The built-ins of the realm that a script runs in. Modules make their values of these, so that `instanceof` holds. */
export interface Intrinsics {
  readonly Error: ErrorConstructor;
  readonly TypeError: TypeErrorConstructor;
  readonly RangeError: RangeErrorConstructor;
  readonly Promise: PromiseConstructor;
  readonly ArrayBuffer: ArrayBufferConstructor;
  readonly Uint8Array: Uint8ArrayConstructor;
  readonly Array: ArrayConstructor;
  readonly Object: ObjectConstructor;
  readonly JSON: JSON;
}

export interface Realm {
  readonly context: vm.Context;
  readonly intrinsics: Intrinsics;
  /** The script-side global object. */
  readonly global: Record<string, unknown>;
}

/**
 * The ECMAScript globals of k6's JavaScript engine (docs/facts/k6.md, section 3). Every other global of V8 is removed.
 */
const presentGlobals = `
  globalThis undefined NaN Infinity eval isFinite isNaN parseFloat parseInt escape unescape
  decodeURI decodeURIComponent encodeURI encodeURIComponent
  Object Function Boolean Symbol Number BigInt Math Date String RegExp JSON Reflect Proxy Promise
  Array Map Set WeakMap WeakSet ArrayBuffer DataView
  Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
  Float32Array Float64Array BigInt64Array BigUint64Array
  Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError`;

/**
 * Members that a V8 may have and k6's JavaScript engine lacks (docs/facts/k6.md, section 3). They are removed, since a
 * script that uses one would pass here and fail on k6.
 */
const absentMembers: Readonly<Record<string, string>> = {
  Object: 'groupBy',
  'Object.prototype': '__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__',
  Array: 'fromAsync',
  'ArrayBuffer.prototype':
    'resize resizable maxByteLength transfer transferToFixedLength detached immutable transferToImmutable sliceToImmutable',
  'DataView.prototype': 'getFloat16 setFloat16',
  'Date.prototype': 'toTemporalInstant',
  Map: 'groupBy',
  'Map.prototype': 'getOrInsert getOrInsertComputed',
  Math: 'f16round sumPrecise',
  Promise: 'withResolvers try',
  RegExp: 'escape',
  'String.prototype': 'isWellFormed toWellFormed',
  'WeakMap.prototype': 'getOrInsert getOrInsertComputed',
};

const removeAbsentSource = `{
  const words = (text) => text.trim().split(/\\s+/);
  const present = new Set(words(${JSON.stringify(presentGlobals)}));
  for (const name of Reflect.ownKeys(globalThis)) {
    if (typeof name === 'string' && !present.has(name)) delete globalThis[name];
  }
  for (const [path, names] of Object.entries(${JSON.stringify(absentMembers)})) {
    const owner = path.split('.').reduce((object, key) => object[key], globalThis);
    for (const name of words(names)) delete owner[name];
  }
  // %IteratorPrototype% had Symbol.iterator alone before the iterator helpers came.
  const iterators = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
  for (const key of Reflect.ownKeys(iterators)) if (key !== Symbol.iterator) delete iterators[key];
}`;

/** Removes from a fresh context what k6's JavaScript engine lacks. */
export function removeAbsent(context: vm.Context): void {
  vm.runInContext(removeAbsentSource, context);
}

/** Checks the patterns that `RegExp` is called with at run time. Literals are checked when the script is parsed. */
const checkRegExps = String.raw`{
  const absentIn = (source, flags) => {
    if (flags.includes('u') && /\\[pP]\{/.test(source)) return '\\p{}';
    if (!source.includes('(?')) return undefined;
    const bare = source.replace(/\\[^]|\[(?:\\[^]|[^\]\\])*\]/g, '');
    if (/\(\?[ims]*-?[ims]+-?:/.test(bare)) return 'a modifier such as (?i:)';
    const names = (bare.match(/\(\?<[^=!>][^>]*>/g) ?? []);
    return new Set(names).size < names.length ? 'a second group of one name' : undefined;
  };
  const check = (pattern, given) => {
    const flags = given === undefined && pattern instanceof globalThis.RegExp ? pattern.flags : String(given ?? '');
    const wrong = flags.match(/[dv]/)?.[0] ?? absentIn(String(pattern?.source ?? pattern), flags);
    if (wrong) throw new SyntaxError("Invalid regular expression: " + wrong + " is not in k6's JavaScript engine");
  };
  globalThis.RegExp = new Proxy(RegExp, {
    apply: (target, self, values) => { check(...values); return Reflect.apply(target, self, values); },
    construct: (target, values, made) => { check(...values); return Reflect.construct(target, values, made); },
  });
}`;

/** Makes a realm with the ECMAScript globals of k6's JavaScript engine and no others. */
export function createRealm(): Realm {
  const context = vm.createContext(Object.create(null), {
    codeGeneration: { strings: true, wasm: false },
  });
  removeAbsent(context);
  addNewerBuiltins(context);
  vm.runInContext(checkRegExps, context);
  const intrinsics = vm.runInContext(
    '({ Error, TypeError, RangeError, Promise, ArrayBuffer, Uint8Array, Array, Object, JSON })',
    context,
  ) as Intrinsics;
  return { context, intrinsics, global: vm.runInContext('globalThis', context) as Record<string, unknown> };
}

/**
 * Freezes every intrinsic, so that VUs that share the realm cannot touch one another. Members of
 * prototypes become accessors that define an own property on the receiver: `error.name = 'X'` in a subclass must work,
 * as it does where prototypes are not frozen.
 */
const freezeSource = `((spared) => {
  const seen = new Set(spared);
  const { getOwnPropertyDescriptor, getOwnPropertyDescriptors, defineProperty, freeze, getPrototypeOf } = Object;
  const ownKeys = Reflect.ownKeys;
  const overridable = new Set([Object.prototype, Function.prototype, Array.prototype, Promise.prototype,
    Error.prototype, TypeError.prototype, RangeError.prototype, SyntaxError.prototype, ReferenceError.prototype,
    EvalError.prototype, URIError.prototype, AggregateError.prototype]);
  const enable = (object) => {
    for (const key of ownKeys(object)) {
      const found = getOwnPropertyDescriptor(object, key);
      if (!found.configurable || !('value' in found) || (object !== Object.prototype && key === 'constructor')) continue;
      if (object === Array.prototype && (key === 'length' || typeof key === 'symbol')) continue;
      if (object === Promise.prototype && key !== 'toString') continue;
      if (typeof key === 'symbol') continue;
      const value = found.value;
      defineProperty(object, key, {
        get() { return value; },
        set(own) {
          if (this === object) throw new TypeError('Cannot change ' + String(key) + ' of a built-in: VUs share them in the async lane; --lane worker gives each VU its own');
          defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
        },
        enumerable: found.enumerable,
        configurable: false,
      });
    }
  };
  const walk = (value) => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
    seen.add(value);
    if (overridable.has(value)) enable(value);
    const found = getOwnPropertyDescriptors(value);
    for (const key of ownKeys(found)) {
      walk(found[key].value);
      walk(found[key].get);
      walk(found[key].set);
    }
    walk(getPrototypeOf(value));
    if (value !== globalThis) freeze(value);
  };
  walk(globalThis);
  for (const hidden of [function* () {}, async function () {}, [][Symbol.iterator](), ''[Symbol.iterator](),
    new Map()[Symbol.iterator](), new Set()[Symbol.iterator](), 'a'.matchAll(/a/g), Int8Array]) {
    walk(getPrototypeOf(hidden));
  }
})`;

/**
 * Prototypes of Node's own realm that the walk would reach through the functions of k6's modules. They stay as they are: V8
 * reads and writes the elements of a typed array 18 times slower once one of its prototypes is frozen, and the engine masks
 * each byte of a WebSocket frame. A script reaches them only by the `__proto__` of a value that the engine made.
 */
const spared: readonly object[] = [
  Object.prototype,
  Object.getPrototypeOf(Uint8Array.prototype),
  Uint8Array.prototype,
  Buffer.prototype,
];

/**
 * Whether an exception's text may come of built-ins that are frozen, so that the script would go on where each VU has its own.
 * An object that the script itself has frozen gives the same.
 */
export function isOfSharedBuiltins(text: string): boolean {
  return /TypeError: Cannot (?:delete property|assign to read only property|add property|redefine property|define property|change) /.test(
    text,
  );
}

/** Freezes the realm. Call it after every global is in place. */
export function freezeRealm(realm: Realm): void {
  const freeze = vm.runInContext(freezeSource, realm.context) as (spared: readonly object[]) => void;
  freeze(spared);
}

/** Names of the realm's globals that can be parameters of a function. */
export function globalNames(realm: Realm): string[] {
  const constants = ['undefined', 'NaN', 'Infinity', 'eval', 'globalThis', 'global'];
  return Reflect.ownKeys(realm.global).filter(
    (key): key is string => typeof key === 'string' && !constants.includes(key) && !key.startsWith('__'),
  );
}
