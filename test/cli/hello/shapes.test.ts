import { describe, expect, it } from 'vitest';
import { mergedShape, seenShape } from '../../../cli/hello/seen-shape.ts';
import { shapeDifferences } from '../../../cli/hello/shape-differences.ts';

describe('the shape of a value', () => {
  it('has its keys and types, and nothing that it says', () => {
    const value = { id: 'secret-1', n: 1, ok: true, none: null, list: [{ a: 'secret-2' }, { b: 2 }], empty: [] };
    const shape = seenShape(value);
    expect(shape).toEqual({
      id: 'string',
      n: 'number',
      ok: 'boolean',
      none: 'null',
      list: [{ a: 'string', b: 'number' }],
      empty: ['nothing'],
    });
    expect(JSON.stringify(shape)).not.toContain('secret');
  });

  it('has * for a key that is an id, and for those that somebody chose', () => {
    expect(
      seenShape({
        '3fa85f64-5717-4562': 1,
        b3fa85f6457174562b3fc2c963f66afa: 1,
        attributes: { name: 'x', other: 'y' },
        'a b': 's',
      }),
    ).toEqual({
      '*': 'number|string',
      attributes: { '*': 'string' },
    });
  });

  it('of several values has the keys of all, and both types where they differ', () => {
    expect(mergedShape({ a: 'string' }, { a: 'null', b: ['number'] })).toEqual({ a: 'string|null', b: ['number'] });
  });
});

describe('the differences of two shapes', () => {
  const expected = { id: 'string', 'text?': 'string', list: [{ n: 'number' }], 'map?': { '*': 'string' } } as const;
  const differences = (seen: object) =>
    shapeDifferences(expected, seenShape(seen)).map(({ kind, where }) => `${kind} ${where}`);

  it('are none where what is optional is missing or null', () => {
    expect(differences({ id: 'a', list: [{ n: 1 }] })).toEqual([]);
    expect(differences({ id: 'a', text: null, list: [], map: {} })).toEqual([]);
  });

  it('name what is missing, of another type, or more than expected', () => {
    expect(differences({ text: 5, list: [{ n: 'a' }, { n: 2, more: {} }] })).toEqual([
      'missing id',
      'type text',
      'type list[].n',
      'more list[].more',
    ]);
    expect(differences({ id: null, list: {} })).toEqual(['type id', 'type list']);
    expect(shapeDifferences(expected, seenShape('<html>'))).toMatchObject([{ where: 'all of it', kind: 'type' }]);
  });
});
