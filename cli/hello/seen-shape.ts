import type { Shape } from '../../lib/genesys/platform/shape.ts';

/** Maps whose keys somebody chose: a key may tell as much as a text. */
const FREE_KEYS = new Set(['attributes', 'customAttributes', 'metadata']);
/** Digits stand in one place of it: in several they do in an id without hyphens. */
const FIELD_NAME = /^(?=[A-Za-z].{0,39}$)[A-Za-z_]+\d*[A-Za-z_]*$/;
/** The shape of what an empty list would hold. */
export const NOTHING = 'nothing';

/**
 * The keys and types of a value, and none of what it says. A key that is no name of a field is `*`, as are all keys of a
 * map of attributes.
 *
 * @example
 * seenShape({ id: 'a-secret', list: [{ n: 1 }] }); // { id: 'string', list: [{ n: 'number' }] }
 */
export function seenShape(value: unknown, isMap = false): Shape {
  if (value === null) return 'null';
  // The body of an answer that has none.
  if (value === undefined) return 'empty';
  if (Array.isArray(value)) return [value.map((one) => seenShape(one)).reduce(mergedShape, NOTHING)];
  if (typeof value !== 'object') return typeof value;
  const shape: Record<string, Shape> = {};
  for (const [key, inner] of Object.entries(value)) {
    const name = !isMap && FIELD_NAME.test(key) ? key : '*';
    shape[name] = mergedShape(shape[name] ?? NOTHING, seenShape(inner, FREE_KEYS.has(key)));
  }
  return shape;
}

/** What two values of one kind have between them: all keys, and `string|null` where types differ. */
export function mergedShape(a: Shape, b: Shape): Shape {
  if (a === NOTHING) return b;
  if (b === NOTHING) return a;
  if (isList(a) && isList(b)) return [mergedShape(a[0], b[0])];
  if (isFields(a) && isFields(b)) {
    const merged: Record<string, Shape | undefined> = { ...a };
    for (const [key, inner] of Object.entries(b)) {
      const before = merged[key];
      merged[key] = before === undefined || inner === undefined ? inner : mergedShape(before, inner);
    }
    return merged;
  }
  return [...new Set([...kindOf(a).split('|'), ...kindOf(b).split('|')])].join('|');
}

export const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

export const isFields = (shape: Shape): shape is { readonly [key: string]: Shape | undefined } =>
  typeof shape === 'object' && !Array.isArray(shape);

export function kindOf(shape: Shape): string {
  if (typeof shape === 'string') return shape;
  return isList(shape) ? 'list' : 'object';
}
