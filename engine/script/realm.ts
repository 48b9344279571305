import vm from 'node:vm';

/** The intrinsics of the realm a script runs in; what a module hands out is made of these, so `instanceof` holds. */
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
 * What V8 has and k6's JavaScript engine has not (k6.md section 3). A script that uses one of them would pass here and
 * fail on k6, so they are taken away.
 */
const absentGlobals = [
  'Intl',
  'WebAssembly',
  'WeakRef',
  'FinalizationRegistry',
  'Atomics',
  'SharedArrayBuffer',
  'Iterator',
];
const absentMembers: Readonly<Record<string, readonly string[]>> = {
  'String.prototype': ['isWellFormed', 'toWellFormed'],
  'ArrayBuffer.prototype': ['resize', 'resizable', 'maxByteLength', 'transfer', 'transferToFixedLength', 'detached'],
  'Object.prototype': ['__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__'],
  Promise: ['withResolvers', 'try'],
  Object: ['groupBy'],
  Map: ['groupBy'],
  Array: ['fromAsync'],
};

const removeAbsent = `for (const name of ${JSON.stringify(absentGlobals)}) delete globalThis[name];
for (const [path, names] of Object.entries(${JSON.stringify(absentMembers)})) {
  const owner = path.split('.').reduce((object, key) => object?.[key], globalThis);
  for (const name of names) if (owner) delete owner[name];
}`;

/** Literals are looked through when the script is parsed; what `RegExp` is called with is known only when it is. */
const checkRegExps = String.raw`{
  const check = (pattern, given) => {
    const flags = given === undefined && pattern instanceof globalThis.RegExp ? pattern.flags : String(given ?? '');
    const wrong = flags.match(/[dv]/)?.[0] ?? (flags.includes('u') && /\\[pP]\{/.test(pattern?.source ?? pattern) ? '\\p{}' : undefined);
    if (wrong) throw new SyntaxError("Invalid regular expression: " + wrong + " is not in k6's JavaScript engine");
  };
  globalThis.RegExp = new Proxy(RegExp, {
    apply: (target, self, values) => { check(...values); return Reflect.apply(target, self, values); },
    construct: (target, values, made) => { check(...values); return Reflect.construct(target, values, made); },
  });
}`;

/** A realm with ECMAScript's globals alone, as k6 has them. */
export function createRealm(): Realm {
  const context = vm.createContext(Object.create(null), {
    codeGeneration: { strings: true, wasm: false },
  });
  vm.runInContext('delete globalThis.console;', context);
  vm.runInContext(removeAbsent, context);
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
const freezeSource = `(() => {
  const seen = new Set();
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

/** Freezes the realm; call it once every global is in place. */
export function freezeRealm(realm: Realm): void {
  vm.runInContext(freezeSource, realm.context)();
}

/** Names of the realm's globals that can be parameters of a function. */
export function globalNames(realm: Realm): string[] {
  const constants = ['undefined', 'NaN', 'Infinity', 'eval', 'globalThis', 'global'];
  return Reflect.ownKeys(realm.global).filter(
    (key): key is string => typeof key === 'string' && !constants.includes(key) && !key.startsWith('__'),
  );
}
