import type { Host } from '../vu/host.ts';
import { isThenable } from '../vu/thenable.ts';

/**
 * The elements of a SharedArray: their JSON in one piece of memory that worker threads can share, and the offset of
 * each. k6 keeps JSON strings too, and parses at each read (docs/facts/k6.md, section 3).
 */
export interface SharedElements {
  readonly bytes: SharedArrayBuffer;
  /** Length + 1 offsets into `bytes`. */
  readonly offsets: Uint32Array;
}

/** All SharedArrays of a run by name; built by the first VU. */
export type SharedArrays = Map<string, SharedElements>;

/** The module `k6/data`. */
export function createData(host: Host, shared: SharedArrays) {
  const views = new Map<string, unknown>();
  // A function and no class, since `new SharedArray` gives an array.
  function SharedArray(name: unknown, builder: unknown): unknown {
    if (host.vu.iteration) throw host.typeError('new SharedArray must be called in the init context');
    if (typeof name !== 'string' || name === '') {
      throw host.typeError("empty name provided to SharedArray's constructor");
    }
    if (typeof builder !== 'function') {
      throw host.typeError("a function is expected as the second argument of SharedArray's constructor");
    }
    let view = views.get(name);
    if (!view) {
      const elements = shared.get(name) ?? build(host, builder as () => unknown);
      shared.set(name, elements);
      view = viewOf(host, elements);
      views.set(name, view);
    }
    return view;
  }
  return { SharedArray };
}

function build(host: Host, builder: () => unknown): SharedElements {
  const built = builder();
  if (isThenable(built)) {
    throw host.typeError('SharedArray constructor does not support async functions as second argument');
  }
  if (!Array.isArray(built)) throw host.typeError('only arrays can be made into SharedArray');
  const json = built.map((element) => Buffer.from(JSON.stringify(element) ?? 'null'));
  const offsets = new Uint32Array(new SharedArrayBuffer(4 * (json.length + 1)));
  json.forEach((element, index) => {
    offsets[index + 1] = (offsets[index] as number) + element.length;
  });
  const bytes = new SharedArrayBuffer(offsets[json.length] as number);
  const target = Buffer.from(bytes);
  json.forEach((element, index) => {
    element.copy(target, offsets[index]);
  });
  return { bytes, offsets };
}

function viewOf(host: Host, { bytes, offsets }: SharedElements): unknown {
  const text = Buffer.from(bytes);
  const length = offsets.length - 1;
  const indexOf = (key: string | symbol): number => {
    const index = typeof key === 'string' && /^(0|[1-9]\d*)$/.test(key) ? Number(key) : -1;
    return index < length ? index : -1;
  };
  const read = (index: number) =>
    deepFreeze(host.parse(text.toString('utf8', offsets[index] as number, offsets[index + 1] as number)));
  const refuse = (): never => {
    throw host.typeError('SharedArray is immutable');
  };
  const target: unknown[] = new host.intrinsics.Array();
  return new Proxy(target, {
    get(array, key, receiver) {
      if (key === 'length') return length;
      const index = indexOf(key);
      return index < 0 ? Reflect.get(array, key, receiver) : read(index);
    },
    has: (array, key) => indexOf(key) >= 0 || Reflect.has(array, key),
    ownKeys: () => [...Array.from({ length }, (_value, index) => String(index)), 'length'],
    getOwnPropertyDescriptor(array, key) {
      const index = indexOf(key);
      if (index >= 0) return { value: read(index), enumerable: true, configurable: true, writable: true };
      return Reflect.getOwnPropertyDescriptor(array, key);
    },
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
  });
}

function deepFreeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
