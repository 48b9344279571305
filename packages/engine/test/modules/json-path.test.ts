import { describe, expect, it } from 'vitest';
import { selectJson } from '../../src/modules/http/json-path.ts';
import type { Host } from '../../src/vu/host.ts';

const host = {
  intrinsics: { Array },
  parse: (text: string) => JSON.parse(text),
  unsupported: (call: string, given: string) => new Error(`${call}${given}`),
} as unknown as Host;

const DOCUMENT = {
  name: { first: 'Tom', last: 'Anderson' },
  age: 37,
  children: ['Sara', 'Alex', 'Jack'],
  'fav.movie': 'Deer Hunter',
  'a*b': 1,
  friends: [
    { first: 'Dale', last: 'Murphy', age: 44, nets: ['ig', 'fb', 'tw'] },
    { first: 'Roger', last: 'Craig', age: 68, nets: ['fb', 'tw'] },
    { first: 'Jane', last: 'Murphy', age: 47, nets: ['ig', 'tw'], note: null },
  ],
  text: '{"in":1}',
};
const select = (path: string) => selectJson(host, DOCUMENT, path);

/** Examples of gjson's syntax page on a document like its own, and what stands between them. */
describe('a path into JSON', () => {
  it.each([
    ['name.last', 'Anderson'],
    ['age', 37],
    ['children.#', 3],
    ['children.1', 'Alex'],
    ['children.9', undefined],
    ['child*.2', 'Jack'],
    ['c?ildren.0', 'Sara'],
    ['fav\\.movie', 'Deer Hunter'],
    ['a\\*b', 1],
    ['friends.#.first', ['Dale', 'Roger', 'Jane']],
    ['friends.#.note', [null]],
    ['friends.1.last', 'Craig'],
    ['friends.#(last=="Murphy").first', 'Dale'],
    ['friends.#(last=="Murphy")#.first', ['Dale', 'Jane']],
    ['friends.#(age>45)#.last', ['Craig', 'Murphy']],
    ['friends.#(age<=44)#.first', ['Dale']],
    ['friends.#(age>=47)#|#', 2],
    ['friends.#(first%"D*").last', 'Murphy'],
    ['friends.#(first!%"D*").last', 'Craig'],
    ['friends.#(first!="Dale")#.first', ['Roger', 'Jane']],
    ['friends.#(nets.#(=="fb"))#.first', ['Dale', 'Roger']],
    ['friends.#(note==null).first', 'Jane'],
    ['friends.#(note)#.first', ['Jane']],
    ['friends.#(last=="Nobody")#', []],
    ['friends.#(last=="Nobody").first', undefined],
    ['children.#(%"*a*")#', ['Sara', 'Jack']],
    ['children.#(>"B")#', ['Sara', 'Jack']],
    ['friends.#(first=="a.b|c)").last', undefined],
    ['friends.#.nets.#', [3, 2, 2]],
    ['friends.#.nets.0', ['ig', 'fb', 'ig']],
    ['friends.#.first|0', 'Dale'],
    ['friends.#.first.0', []],
    ['name|last', 'Anderson'],
    ['children|@reverse', ['Jack', 'Alex', 'Sara']],
    ['children.@reverse.0', 'Jack'],
    ['name.@keys', ['first', 'last']],
    ['name.@values', ['Tom', 'Anderson']],
    ['friends.#.nets|@flatten', ['ig', 'fb', 'tw', 'fb', 'tw', 'ig', 'tw']],
    ['text.@fromstr.in', 1],
    ['age.@tostr', '37'],
    ['name.@this.first', 'Tom'],
    ['{name.first,age,"who":friends.#(last=="Craig").first}', { first: 'Tom', age: 37, who: 'Roger' }],
    ['[name.first,age,nothing]', ['Tom', 37]],
    ['friends.0.{first,"n":nets.#}', { first: 'Dale', n: 3 }],
    ['{"a":!5,"b":!"x.y"}', { a: 5, b: 'x.y' }],
    ['{"first":friends.#.first,"age":friends.#.age}|@group|1', { first: 'Roger', age: 68 }],
    ['name.first.x', undefined],
    ['nothing.#', undefined],
  ])('%s gives what gjson gives', (path, value) => {
    expect(select(path)).toEqual(value);
  });

  it.each(['age.@nothing', 'friends.#(note==~true)#'])('%s ends the run by name', (path) => {
    expect(() => select(path)).toThrow(`jsonPath "${path}"`);
  });

  it('never finds what an object has by its prototype', () => {
    expect(select('name.constructor')).toBe(undefined);
  });
});
