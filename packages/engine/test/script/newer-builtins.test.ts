import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createRealm } from '../../src/realm/realm.ts';

const { context } = createRealm();
/** The value of an expression in the realm, as JSON. */
const value = (expression: string): unknown =>
  JSON.parse(String(vm.runInContext(`JSON.stringify(${expression}) ?? 'null'`, context)));
const thrown = (expression: string): unknown =>
  vm.runInContext(
    `(() => { try { ${expression}; return 'nothing'; } catch (error) { return error.name; } })()`,
    context,
  );

/** Built-ins of k6 2.3, which Node 20 has not. */
describe('a Set', () => {
  it.each([
    ['union', [1, 2, 3, 4]],
    ['intersection', [2, 3]],
    ['difference', [1]],
    ['symmetricDifference', [1, 4]],
  ])('has %s', (name, members) => {
    expect(value(`[...new Set([1, 2, 3]).${name}(new Set([3, 2, 4]))].sort()`)).toEqual(members);
  });

  it('compares itself with what has size, has and keys, such as a Map', () => {
    expect(value(`new Set([1]).isSubsetOf(new Map([[1, 0], [2, 0]]))`)).toBe(true);
    expect(value(`new Set([1, 2]).isSupersetOf(new Set([2]))`)).toBe(true);
    expect(value(`[new Set([1]).isDisjointFrom(new Set([2])), new Set([1]).isDisjointFrom(new Set([1]))]`)).toEqual([
      true,
      false,
    ]);
    expect(value(`[new Set([1, 5]).isSubsetOf(new Set([1, 2])), new Set([1]).isSupersetOf(new Set([1, 2]))]`)).toEqual([
      false,
      false,
    ]);
    expect(thrown(`new Set().union([1])`)).toBe('TypeError');
    expect(thrown(`new Set().union({ size: -1, has() {}, keys() {} })`)).toBe('RangeError');
  });
});

describe('a Uint8Array', () => {
  it.each(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar', '\u0000ÿ~?>'])(
    'goes to base64 and back as Node writes it: %j',
    (text) => {
      const bytes = Buffer.from(text, 'latin1');
      const array = `new Uint8Array(${JSON.stringify([...bytes])})`;
      expect(value(`${array}.toBase64()`)).toBe(bytes.toString('base64'));
      expect(value(`${array}.toBase64({ alphabet: 'base64url', omitPadding: true })`)).toBe(
        bytes.toString('base64url'),
      );
      expect(value(`${array}.toHex()`)).toBe(bytes.toString('hex'));
      expect(value(`Array.from(Uint8Array.fromBase64('${bytes.toString('base64')}'))`)).toEqual([...bytes]);
      expect(
        value(`Array.from(Uint8Array.fromBase64('${bytes.toString('base64url')}', { alphabet: 'base64url' }))`),
      ).toEqual([...bytes]);
      expect(value(`Array.from(Uint8Array.fromHex('${bytes.toString('hex').toUpperCase()}'))`)).toEqual([...bytes]);
    },
  );

  it.each([
    ['Zm9v Zg==', undefined, [102, 111, 111, 102]],
    ['Zm9vZg', { lastChunkHandling: 'stop-before-partial' }, [102, 111, 111]],
    ['Zm9vZh==', undefined, [102, 111, 111, 102]],
  ])('reads the base64 %j with %j', (text, options, bytes) => {
    expect(value(`Array.from(Uint8Array.fromBase64('${text}', ${JSON.stringify(options)}))`)).toEqual(bytes);
  });

  it.each([
    [`Uint8Array.fromBase64('Zm9=v')`],
    [`Uint8Array.fromBase64('Z')`],
    [`Uint8Array.fromBase64('Zm9v!')`],
    [`Uint8Array.fromBase64('Zg=')`],
    [`Uint8Array.fromBase64('-_==')`],
    [`Uint8Array.fromBase64('Zh==', { lastChunkHandling: 'strict' })`],
    [`Uint8Array.fromBase64('Zg', { lastChunkHandling: 'strict' })`],
    [`Uint8Array.fromHex('abc')`],
    [`Uint8Array.fromHex('zz')`],
  ])('refuses %s', (expression) => {
    expect(thrown(expression)).toBe('SyntaxError');
  });

  it('takes as much as it has room for, and says how much that was', () => {
    const into = (room: number, call: string) =>
      value(`(() => { const a = new Uint8Array(${room}); return [a.${call}, Array.from(a)]; })()`);
    expect(into(4, `setFromBase64('Zm9vYmFy')`)).toEqual([{ read: 4, written: 3 }, [102, 111, 111, 0]]);
    expect(into(6, `setFromBase64('Zm9vYg==')`)).toEqual([{ read: 8, written: 4 }, [102, 111, 111, 98, 0, 0]]);
    expect(into(2, `setFromHex('010203')`)).toEqual([{ read: 4, written: 2 }, [1, 2]]);
    expect(thrown(`new Uint8Array(3).setFromHex('01zz')`)).toBe('SyntaxError');
    expect(thrown(`Uint8Array.fromBase64(5)`)).toBe('TypeError');
    expect(thrown(`Uint8Array.fromBase64('', { alphabet: 'base32' })`)).toBe('TypeError');
  });
});

describe('Error.isError', () => {
  it('knows errors of any kind, and no look-alike', () => {
    expect(
      value(`[Error.isError(new TypeError('a')), Error.isError({ name: 'Error', message: '' }), Error.isError(1)]`),
    ).toEqual([true, false, false]);
  });
});

describe('JSON.rawJSON', () => {
  it('keeps the digits of a number, wherever it stands', () => {
    const text = vm.runInContext(
      `JSON.stringify({ id: JSON.rawJSON('9007199254740993'), in: [JSON.rawJSON('1.50')], b: 2 }, (key, given) => (key === 'b' ? JSON.rawJSON('"x"') : given))`,
      context,
    );
    expect(text).toBe('{"id":9007199254740993,"in":[1.50],"b":"x"}');
    expect(vm.runInContext(`JSON.stringify({ a: 1, b: { a: 2, c: 3 } }, ['a', 'b'])`, context)).toBe(
      '{"a":1,"b":{"a":2}}',
    );
    expect(vm.runInContext(`JSON.stringify(undefined)`, context)).toBe(undefined);
  });

  it('takes primitives alone, and is known again', () => {
    expect(value(`[JSON.isRawJSON(JSON.rawJSON('1')), JSON.isRawJSON({ rawJSON: '1' })]`)).toEqual([true, false]);
    for (const text of ['', ' 1', '{}', '[1]', 'nope', '1\n']) {
      expect(thrown(`JSON.rawJSON(${JSON.stringify(text)})`), text).toBe('SyntaxError');
    }
  });
});
