import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { misfit, parseBody } from '../../../../lib/genesys/platform/shape.ts';

const LISTING = { entities: [{ id: 'string', 'count?': 'number' }], 'page?': { 'next?': 'string' } } as const;

describe('a shape', () => {
  it.each<[string, unknown]>([
    ['what is read', { entities: [{ id: 'a', count: 1 }], page: { next: 'b' } }],
    ['an empty list', { entities: [] }],
    ['optional fields that are missing or null', { entities: [{ id: 'a', count: null }], page: null }],
    ['fields that it does not know', { entities: [{ id: 'a', other: 1 }], more: [] }],
  ])('a shape fits %s', (_, value) => {
    expect(misfit(LISTING, value)).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['no body', undefined, 'the body: missing; expected: object'],
    ['null', null, 'the body: null; expected: object'],
    ['a list for an object', [], 'the body: list; expected: object'],
    ['a text for an object', 'x', 'the body: string; expected: object'],
    ['an object for a list', { entities: {} }, 'entities: object; expected: list'],
    ['a list that is missing', {}, 'entities: missing; expected: list'],
    ['a field that is missing', { entities: [{ id: 'a' }, {}] }, 'entities[1].id: missing; expected: string'],
    ['a field that is null', { entities: [{ id: null }] }, 'entities[0].id: null; expected: string'],
    ['another type', { entities: [{ id: 'a', count: '1' }] }, 'entities[0].count: string; expected: number'],
    ['another type further in', { entities: [], page: { next: 7 } }, 'page.next: number; expected: string'],
  ])('a shape names the field, what is there and what was expected: %s', (_, value, says) => {
    expect(misfit(LISTING, value)).toBe(says);
  });

  it('a misfit never tells a value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const says = misfit(LISTING, { entities: [{ id: 'a', count: value }, value], secret: 'hunter22' }) ?? '';
        expect(says).not.toContain('hunter22');
        expect(says.length).toBeLessThan(80);
      }),
      { numRuns: 200, seed: 22 },
    );
  });
});

describe('a body', () => {
  it('fields that are null count as missing, at any depth', () => {
    expect(parseBody('{"a":null,"b":{"c":null,"d":"null"}}')).toEqual({ b: { d: 'null' } });
  });

  it('an empty body is none, and what is not JSON throws', () => {
    expect(parseBody('')).toBeUndefined();
    expect(() => parseBody('<html>')).toThrow(SyntaxError);
  });
});
