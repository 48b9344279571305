import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UNSUPPORTED_CALLS, type UnsupportedCall } from '../../src/contract/unsupported-calls.ts';
import { Servers } from '../modules/servers.ts';
import { type RealRun, runReal } from './run-real.ts';

/** A call that the engine lacks, written so that nobody sees it before it is made; `r` is a response with a JSON body. */
const CALLS: Readonly<Record<UnsupportedCall, string>> = {
  asyncInInit: '',
  auth: `http.asyncRequest('GET', BASE, null, { [joined('au', 'th')]: 'digest' })`,
  blobStream: `new Blob(['a']).stream()`,
  formEncoding: `r.submitForm({ formSelector: '#multipart' })`,
  htmlElement: `r.html('a').get(0).href()`,
  jsonPath: `r.json('list.@nothing')`,
  md4: `crypto[joined('md', '4')]('a', 'hex')`,
  webSocketCompression: `new WebSocket(WS, null, { compression: joined('de', 'flate') })`,
  zstd: `http.asyncRequest('POST', BASE, 'a', { compression: 'zstd' })`,
};
const hasZstd = 'zstdCompressSync' in (await import('node:zlib'));
const AT_A_CALL = Object.entries(CALLS).filter(([name, call]) => call !== '' && !(name === 'zstd' && hasZstd));

/** Where the call stands; each catches what it throws and goes on as if all were well. */
const PLACES: Readonly<Record<string, (call: string) => string>> = {
  'the try/catch of an iteration': (call) => `
    export default async function () {
      const r = await http.asyncRequest('GET', BASE);
      try { ${call}; } catch (error) { console.log('caught'); }
      await http.asyncRequest('POST', BASE + '/after');
    }`,
  setup: (call) => `
    export async function setup() {
      const r = await http.asyncRequest('GET', BASE);
      try { ${call}; } catch (error) { console.log('caught'); }
      await http.asyncRequest('POST', BASE + '/after');
    }
    export default function () { console.log('iterated'); }`,
  'a handler': (call) => `
    export default async function () {
      const r = await http.asyncRequest('GET', BASE);
      const socket = new WebSocket(WS);
      socket.onmessage = () => {
        try { ${call}; } catch (error) { console.log('caught'); }
        http.asyncRequest('POST', BASE + '/after').then(() => socket.close());
      };
    }`,
  'a promise': (call) => `
    export default function () {
      http.asyncRequest('GET', BASE).then((r) => ${call}).catch(() => console.log('caught'))
        .then(() => http.asyncRequest('POST', BASE + '/after'));
    }`,
  teardown: (call) => `
    export default function () {}
    export async function teardown() {
      const r = await http.asyncRequest('GET', BASE);
      try { ${call}; } catch (error) { console.log('caught'); }
      await http.asyncRequest('POST', BASE + '/after');
    }`,
};

/** The same where the call stands in a thread, and the rest of the run in the async lane. */
const PLACES_THAT_BLOCK: Readonly<Record<string, (call: string) => string>> = {
  'a setup that blocks': (call) => `
    export function setup() {
      const r = http.get(BASE);
      try { ${call}; } catch (error) { console.log('caught'); }
      http.post(BASE + '/after');
    }
    export default function () { console.log('iterated'); }`,
  'a handler of k6/ws in a scenario that blocks': (call) => `
    export default function () {
      const r = http.get(BASE);
      ws.connect(WS, null, (socket) => socket.on('message', () => {
        try { ${call}; } catch (error) { console.log('caught'); }
        socket.close();
        http.post(BASE + '/after');
      }));
      http.post(BASE + '/after');
    }
    export function other() {}`,
};

const HEAD = `
  import http from 'k6/http';
  import crypto from 'k6/crypto';
  import exec from 'k6/execution';
  import ws from 'k6/ws';
  import { Blob, WebSocket } from 'k6/websockets';
  const { BASE, WS } = __ENV;
  const joined = (...parts) => parts.join('');
  export const options = { iterations: 1, thresholds: { iterations: ['count>=0'] } };
`;
const GREEN_SUMMARY = `export function handleSummary() { return { stdout: 'all is well' }; }`;

describe('a call that the engine lacks', () => {
  const servers = new Servers();
  const asked: string[] = [];
  let env: Record<string, string>;
  beforeAll(async () => {
    const http = await servers.http((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end(
        request.url === '/zstd'
          ? 'a'
          : '{"list":[{"a":1}],"page":"<a href=b>c</a><form id=multipart method=post enctype=multipart/form-data></form>"}',
      );
    });
    env = { BASE: `http://${http}`, WS: await servers.ws((socket) => socket.send('hello')) };
  });
  afterAll(() => servers.close());

  const run = (source: string, ...argv: string[]) => runReal(HEAD + source, { env, argv });
  const errors = ({ logged }: RealRun) => logged.filter(({ level }) => level === 'error').map(({ msg }) => msg);

  const everywhere = Object.entries(PLACES).flatMap(([place, source]) =>
    AT_A_CALL.map(([name, call]) => ({ place, name, source: source(call) })),
  );

  it.each(everywhere)('ends the run with 120 and one line in $place: $name', async ({ name, source }) => {
    asked.length = 0;
    const ended = await run(source + GREEN_SUMMARY);
    expect([ended.code, errors(ended)]).toEqual([
      120,
      [expect.stringContaining(`${UNSUPPORTED_CALLS[name as UnsupportedCall].what}`)],
    ]);
    expect(asked).not.toContain('POST /after');
    expect(ended.said).not.toContain('iterated');
  });

  it.each(Object.entries(PLACES))('ends the run in the worker lane too, in %s', async (_place, source) => {
    asked.length = 0;
    const ended = await run(source(CALLS.md4) + GREEN_SUMMARY, '--lane', 'worker');
    expect([ended.code, errors(ended)]).toEqual([120, [expect.stringContaining('md4')]]);
    expect(asked).not.toContain('POST /after');
  });

  it.each(
    Object.entries(PLACES_THAT_BLOCK).flatMap(([place, source]) =>
      (['md4', 'jsonPath', 'auth'] as const).map((name) => ({ place, name, source: source(CALLS[name]) })),
    ),
  )('ends a run of two lanes with 120 and one line in $place: $name', async ({ name, source }) => {
    asked.length = 0;
    const ended = await run(source + GREEN_SUMMARY);
    expect([ended.code, errors(ended)]).toEqual([120, [expect.stringContaining(UNSUPPORTED_CALLS[name].what)]]);
    expect(asked).not.toContain('POST /after');
    expect(ended.said).not.toContain('iterated');
  });

  it.each(['async', 'worker'])(
    'ends the run with 120 in handleSummary, which prints its default text [%s]',
    async (lane) => {
      const ended = await run(
        `export default function () {}
       export function handleSummary() { try { ${CALLS.md4} } catch (error) {} return { stdout: 'all is well' }; }`,
        '--lane',
        lane,
      );
      expect([ended.code, errors(ended)]).toEqual([120, [expect.stringContaining('md4')]]);
      expect(ended.stdout).not.toContain('all is well');
      expect(ended.stdout).toContain('iterations');
    },
  );

  it.each([
    ['a timer', `setTimeout(() => {}, 1)`],
    ['a digest', `crypto[joined('md', '4')]('a', 'hex')`],
    ['a promise of the engine', `__crypto.subtle.digest('SHA-256', new Uint8Array(1))`],
  ])('ends the run before any load in the init context: %s', async (_name, call) => {
    const ended = await run(
      `const __crypto = globalThis.crypto; try { ${call} } catch (error) {} export default function () { console.log('iterated'); }`,
    );
    expect([ended.code, errors(ended).length, ended.said]).toEqual([120, 1, []]);
  });

  it('wins over a mark of exec.test.fail and over failed thresholds', async () => {
    const ended = await run(`export default function () { exec.test.fail('marked'); ${CALLS.md4} }`, '--iterations=1');
    expect(ended.code).toBe(120);
  });

  it.each([
    ['md4', `crypto.md4('a', 'hex')`],
    ['md4', `crypto.createHash('md4')`],
    ['the auth method "digest"', `http.get(BASE, { auth: 'digest' })`],
    ['the compression of WebSocket messages', `new WebSocket(WS, null, { compression: 'deflate' })`],
  ])('is refused when the script is loaded, where it is a call into a k6 module: %s', async (what, call) => {
    const ended = await run(
      `export function setup() { console.log('began'); }\nexport default function () { ${call}; }`,
    );
    expect([ended.code, ended.said]).toEqual([120, []]);
    expect(errors(ended)).toEqual([
      expect.stringMatching(new RegExp(`^script.js:\\d+:\\d+: ${what} is not supported`)),
    ]);
  });

  it.each([['the auth method "ntlm"', `const params = { auth: 'ntlm' };`]])(
    'warns when the script is loaded, where it may be one: %s',
    async (what, code) => {
      const ended = await run(`export default function () { ${code} }`);
      expect(ended.code).toBe(0);
      expect(ended.logged.filter(({ level }) => level === 'warning').map(({ msg }) => msg)).toEqual([
        expect.stringContaining(
          `${what} is not supported by the embedded engine: if this is one, the run ends there with 120`,
        ),
      ]);
    },
  );
});
