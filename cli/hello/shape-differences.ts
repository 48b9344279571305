import type { Shape } from '../../lib/genesys/platform/shape.ts';
import { isFields, isList, kindOf, NOTHING } from './seen-shape.ts';

export interface ShapeDifference {
  /** Such as `body.channel.time`; a list's entries are `[]`. */
  readonly where: string;
  /** `more` is a field that is not expected. Genesys adds fields at any time, so it spoils nothing. */
  readonly kind: 'missing' | 'type' | 'more';
  readonly expected: string;
  readonly seen: string;
}

/** How a seen shape differs from the expected one, whose keys that end in `?` may be missing or null, and `*` is any key. */
export function shapeDifferences(expected: Shape, seen: Shape, where = ''): ShapeDifference[] {
  if (seen === NOTHING) return [];
  if (isList(expected) && isList(seen)) return shapeDifferences(expected[0], seen[0], `${where}[]`);
  if (isFields(expected) && isFields(seen)) return fieldDifferences(expected, seen, where);
  const kinds = kindOf(seen).split('|');
  const fits = kinds.every((kind) => kindOf(expected).split('|').includes(kind));
  return fits ? [] : [{ where: where || 'all of it', kind: 'type', expected: kindOf(expected), seen: kindOf(seen) }];
}

type Fields = { readonly [key: string]: Shape | undefined };

function fieldDifferences(expected: Fields, seen: Fields, where: string): ShapeDifference[] {
  const all: ShapeDifference[] = [];
  const at = (key: string): string => (where === '' ? key : `${where}.${key}`);
  const known = new Set<string>();
  for (const [key, shape] of Object.entries(expected)) {
    const isOptional = key.endsWith('?');
    const name = isOptional ? key.slice(0, -1) : key;
    known.add(name);
    const inner = seen[name];
    if (shape === undefined) continue;
    if (inner === undefined) {
      if (!isOptional && name !== '*')
        all.push({ where: at(name), kind: 'missing', expected: kindOf(shape), seen: 'missing' });
    } else if (!isOptional || inner !== 'null') all.push(...shapeDifferences(shape, inner, at(name)));
  }
  if (known.has('*')) return all;
  for (const [key, inner] of Object.entries(seen)) {
    if (known.has(key) || inner === undefined) continue;
    all.push({ where: at(key), kind: 'more', expected: 'not there', seen: kindOf(inner) });
  }
  return all;
}
