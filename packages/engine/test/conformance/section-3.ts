import { type ConformanceCase, ONE_LANE } from './case.ts';

const say = (expression: string, head = '') =>
  `${head} export default function () { console.log('said ' + (${expression})); }`;

/** What k6's engine does not have, each as an expression that is true where it is absent. */
const ABSENT: readonly (readonly [string, string])[] = [
  ...['WeakRef', 'FinalizationRegistry', 'Atomics', 'SharedArrayBuffer', 'Intl', 'Temporal', 'Float16Array'].map(
    (name) => [name, `typeof ${name} === 'undefined'`] as const,
  ),
  ...[
    'Promise.withResolvers',
    'Promise.try',
    'Object.groupBy',
    'Map.groupBy',
    'Array.fromAsync',
    `''.isWellFormed`,
    `''.toWellFormed`,
    '[].values().map',
    'new ArrayBuffer(1).transfer',
    'new ArrayBuffer(1).resize',
    '({}).__defineGetter__',
  ].map((member) => [member, `${member} === undefined`] as const),
];

const throws = (code: string) => `(() => { try { ${code}; return false; } catch (error) { return true; } })()`;

const GLOBALS = {
  present:
    'console setTimeout clearTimeout setInterval clearInterval crypto TextEncoder TextDecoder __ENV __VU __ITER open global globalThis JSON Map WeakMap Proxy BigInt Symbol',
  absent:
    'URL URLSearchParams fetch structuredClone queueMicrotask AbortController Event EventTarget Blob performance Buffer process btoa atob setImmediate window',
};

/** Section 3: the JavaScript engine. */
export const SECTION_3: readonly ConformanceCase[] = [
  {
    id: 'K3.1',
    fact: 'for await does not start',
    script: `export default async function () { for await (const x of []) console.log('said ' + x); }`,
    lanes: ONE_LANE,
    exitCode: 107,
  },
  {
    id: 'K3.1',
    fact: 'an async generator does not start',
    script: `async function* all() { yield 1; } export default function () { all(); console.log('said ran'); }`,
    lanes: ONE_LANE,
    exitCode: 107,
    notPrinted: ['said ran'],
  },
  {
    id: 'K3.1',
    fact: 'what Sobek lacks is not there',
    script: `export default function () {
      const there = [];
      ${ABSENT.map(([name, test]) => `if (!(${test})) there.push(${JSON.stringify(name)});`).join('\n')}
      console.log('said there: ' + there.join() + '.');
    }`,
    exitCode: 0,
    printed: ['said there: .'],
  },
  ...(
    [
      ['\\p{L}', 'u'],
      ['a', 'd'],
      ['a', 'v'],
      ['(?i:a)', ''],
      ['(?s-i:a)', ''],
      ['(?<a>x)|(?<a>y)', ''],
    ] as const
  ).map(
    ([pattern, flags]): ConformanceCase => ({
      id: 'K3.1',
      fact: `a RegExp made of ${pattern} with the flags <${flags}> throws`,
      script: say(throws(`new RegExp(${JSON.stringify(pattern)}, '${flags}')`)),
      exitCode: 0,
      printed: ['said true'],
    }),
  ),
  {
    id: 'K3.1',
    fact: 'a RegExp made of what only looks like a modifier is one',
    script: say(
      String.raw`[new RegExp('(?:a)[(?i:]').test('a('), new RegExp('\\(?i:').test('i:'), new RegExp('(?<a>x)(?<b>y)').test('xy')].join()`,
    ),
    exitCode: 0,
    printed: ['said true,true,true'],
  },
  {
    id: 'K3.1',
    fact: 'ES2022 is there: private members, optional chaining, BigInt, lookbehind, at, findLast, cause',
    script: `
      class Box { #inner = 5; static open(box) { return box.#inner; } }
      export default async function () {
        const { groups } = /(?<=a)(?<rest>b)/.exec('ab');
        console.log('said ' + [Box.open(new Box()), null?.x ?? 'none', 2n ** 64n, groups.rest, [1, 2].at(-1),
          [1, 2, 3].findLast((n) => n < 3), 'aa'.replaceAll('a', 'b'), new Error('x', { cause: 'y' }).cause, [2, 1].toSorted()]);
      }`,
    exitCode: 0,
    printed: ['said 5,none,18446744073709551616,b,2,2,bb,y,1,2'],
  },
  {
    id: 'K3.2',
    fact: 'types of a .ts file are stripped and not checked',
    file: 'script.ts',
    script: `
      interface Visit { readonly n: number }
      const visit: Visit = { n: 'not a number' };
      export default function (): void { console.log('said ' + (visit as Visit).n); }`,
    exitCode: 0,
    printed: ['said not a number'],
  },
  {
    id: 'K3.2',
    fact: 'there is no npm',
    script: `import _ from 'lodash'; export default function () { console.log('said ' + _); }`,
    lanes: ONE_LANE,
    exitCode: 'failure',
    printed: ['lodash'],
    notPrinted: ['said'],
  },
  {
    id: 'K3.3',
    fact: 'a file without import or export is CommonJS',
    script: `const { check } = require('k6');
      module.exports.default = function () { console.log('said ' + check(1, { one: (n) => n === 1 })); };`,
    exitCode: 0,
    printed: ['said true'],
  },
  {
    id: 'K3.3',
    fact: 'a local module is imported by its path',
    files: { 'twice.js': 'export const twice = (n) => 2 * n;' },
    script: say('twice(21)', `import { twice } from './twice.js';`),
    exitCode: 0,
    printed: ['said 42'],
  },
  {
    id: 'K3.4',
    fact: 'the globals are k6’s and no more',
    script: `export default function () {
      const typeOf = { ${[...GLOBALS.present.split(' '), ...GLOBALS.absent.split(' ')].map((name) => `${name}: typeof ${name}`).join(', ')} };
      const of = (names, wrong) => names.split(' ').filter((name) => (typeOf[name] === 'undefined') === wrong).join();
      console.log('said missing: ' + of('${GLOBALS.present}', true) + '; too many: ' + of('${GLOBALS.absent}', false) + '.');
    }`,
    exitCode: 0,
    printed: ['said missing: ; too many: .'],
  },
  {
    id: 'K3.4',
    fact: 'console has log, debug, info, warn and error',
    script: `export default function () { for (const level of ['log', 'debug', 'info', 'warn', 'error']) console[level]('said ' + level); }`,
    flags: ['--verbose'],
    exitCode: 0,
    printed: ['said log', 'said debug', 'said info', 'said warn', 'said error'],
  },
  {
    id: 'K3.4',
    fact: 'crypto has getRandomValues, randomUUID and subtle',
    script: `export default async function () {
      const digest = await crypto.subtle.digest('SHA-256', new Uint8Array([97]));
      console.log('said ' + [crypto.getRandomValues(new Uint8Array(3)).length, crypto.randomUUID().length, new Uint8Array(digest)[0]]);
    }`,
    exitCode: 0,
    printed: ['said 3,36,202'],
  },
  {
    id: 'K3.5',
    fact: 'the default mode adds global, which is globalThis',
    script: say('global === globalThis'),
    exitCode: 0,
    printed: ['said true'],
  },
  {
    id: 'K3.6',
    fact: 'the top level runs for the options, for each VU, and for setup, teardown and handleSummary',
    script: `
      console.log('said init ' + __VU + '.');
      export const options = { vus: 2, iterations: 2 };
      export function setup() {}
      export default function () {}
      export function teardown() {}
      export function handleSummary() { return {}; }`,
    exitCode: 0,
    times: { 'said init ': 6, 'said init 0.': 4, 'said init 1.': 1, 'said init 2.': 1 },
  },
  {
    id: 'K3.6',
    fact: 'a VU keeps its module state from iteration to iteration and from scenario to scenario',
    script: `
      let runs = 0;
      const one = { executor: 'per-vu-iterations', vus: 1, iterations: 2, maxDuration: '1s', gracefulStop: '0s' };
      export const options = { scenarios: { first: one, second: { ...one, startTime: '1s', iterations: 1 } } };
      export default function () { runs += 1; console.log('said run ' + runs); }`,
    exitCode: 0,
    printed: ['said run 1', 'said run 2', 'said run 3'],
  },
  {
    id: 'K3.9',
    fact: 'a SharedArray is built once, and each read is a fresh frozen copy',
    script: `
      import { SharedArray } from 'k6/data';
      const list = new SharedArray('list', () => { console.log('said building'); return [{ a: { b: 1 } }]; });
      export const options = { vus: 2, iterations: 2 };
      export default function () {
        const one = list[0];
        console.log('said ' + [list.length, one.a.b, one === list[0], Object.isFrozen(one), Object.isFrozen(one.a)]);
      }`,
    exitCode: 0,
    times: { 'said building': 1, 'said 1,1,false,true,true': 2 },
  },
  {
    id: 'K3.9',
    fact: 'setting an element of a SharedArray is a TypeError',
    script: `
      import { SharedArray } from 'k6/data';
      const list = new SharedArray('list', () => [{ a: 1 }]);
      export default function () {
        try { list[0] = 2; } catch (error) { console.log('said ' + error.name + ' ' + list[0].a); }
      }`,
    exitCode: 0,
    printed: ['said TypeError 1'],
  },
  {
    id: 'K3.9',
    fact: 'a SharedArray is made in init only, by a sync function',
    script: `
      import { SharedArray } from 'k6/data';
      try { new SharedArray('later', async () => []); } catch (error) { console.log('said no async'); }
      export default function () {
        try { new SharedArray('late', () => []); } catch (error) { console.log('said too late'); }
      }`,
    exitCode: 0,
    printed: ['said no async', 'said too late'],
  },
  {
    id: 'K3.10',
    fact: 'an async default function runs to its end',
    script: `export default async function () { await null; await new Promise((resolve) => setTimeout(resolve, 20)); console.log('said done'); }`,
    exitCode: 0,
    printed: ['said done', '1 complete'],
  },
  {
    id: 'K3.10',
    fact: 'an unhandled rejection ends the iteration with Uncaught (in promise)',
    script: `export default function () { Promise.reject(new Error('mine')); setTimeout(() => console.log('said went on'), 200); }`,
    exitCode: 0,
    printed: ['Uncaught (in promise)', 'mine'],
    notPrinted: ['said went on'],
  },
  {
    id: 'K3.12',
    fact: 'k6 2.3 has the methods of Set, base64 of Uint8Array, Error.isError and JSON.rawJSON',
    script: say(`[...new Set([1, 2]).union(new Set([3]))] + ' ' + new Set([1]).isSubsetOf(new Set([1, 2])) + ' ' +
      new Uint8Array([255, 254]).toBase64() + ' ' + Uint8Array.fromHex('0aff').toHex() + ' ' + Error.isError(new TypeError()) + ' ' +
      JSON.stringify({ id: JSON.rawJSON('9007199254740993') })`),
    exitCode: 0,
    printed: ['said 1,2,3 true //4= 0aff true {\\"id\\":9007199254740993}'],
  },
  {
    id: 'K3.13',
    fact: 'flat(undefined) is flat by one, and an AggregateError has its errors',
    script: say(`JSON.stringify([[1, [2]]].flat(undefined)) + new AggregateError([new Error('a')], 'm').errors.length`),
    exitCode: 0,
    printed: ['said [1,[2]]1'],
  },
  {
    id: 'K3.15',
    fact: 'group() of an async function throws without the flag, and names it',
    script: `
      import { group } from 'k6';
      export default function () { try { group('g', async () => {}); } catch (error) { console.log('said ' + error.message); } }`,
    exitCode: 0,
    printed: ['async-metric-context'],
  },
  {
    id: 'K3.11',
    fact: 'check and group refuse what is async',
    script: `
      import { check, group } from 'k6';
      export default function () {
        try { check(1, { later: async () => true }); } catch (error) { console.log('said check refused'); }
        try { group('g', async () => {}); } catch (error) { console.log('said group refused'); }
      }`,
    exitCode: 0,
    printed: ['said check refused', 'said group refused'],
  },
  {
    id: 'K3.11',
    fact: 'a promise that never settles does not keep an iteration alive',
    script: `export default async function () { await new Promise(() => {}); console.log('said never'); }`,
    exitCode: 0,
    printed: ['1 complete and 0 interrupted'],
    notPrinted: ['said never'],
  },
];
