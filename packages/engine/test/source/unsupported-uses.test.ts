import { describe, expect, test } from 'vitest';
import { bundleName } from '../../src/script/compile.ts';
import { bundleScript } from '../../src/source/bundle.ts';
import { SourcePositions } from '../../src/source/source-positions.ts';
import { parseBundle, placeInScript } from '../../src/source/syntax.ts';
import { unsupportedUses } from '../../src/source/unsupported-uses.ts';
import { keepEsbuildAlive } from '../esbuild-service.ts';

const SOCKETS = ['Blob', 'WebSocket'];
const EXPORTS: Readonly<Record<string, readonly string[]>> = {
  k6: ['check'],
  'k6/crypto': ['createHash', 'hmac', 'md4', 'md5'],
  'k6/http': ['batch', 'get', 'post', 'request'],
  'k6/ws': ['connect'],
  'k6/websockets': SOCKETS,
  'k6/experimental/websockets': SOCKETS,
};
const MARK = '→';

/** What is found in the body of a function below these imports, with its place in the script. */
async function found(imports: string, body: string): Promise<readonly string[]> {
  keepEsbuildAlive();
  const contents = `${imports}\nexport default function () {\n${body.replaceAll(MARK, '')}\n}\n`;
  const { code, map } = await bundleScript(
    { path: '/scripts/script.js', contents, loader: 'js' },
    (name) => EXPORTS[name],
    () => Promise.reject(new Error('nothing is remote here')),
  );
  const positions = new SourcePositions(map, bundleName, '/scripts', '/scripts');
  return unsupportedUses(parseBundle(code, positions)).map(
    ({ start, call, what, certain }) =>
      `${placeInScript(code, start, positions)} ${call}: ${certain ? what : `perhaps ${what}`}`,
  );
}

/** The places that are marked in the body, one for each use, in the order of the script. */
function marked(body: string, uses: readonly string[]): readonly string[] {
  const places = body.split('\n').flatMap((line, row) =>
    line
      .split(MARK)
      .slice(0, -1)
      .map((_, at, parts) => `script.js:${row + 3}:${parts.slice(0, at + 1).join('').length + 1}`),
  );
  expect(places).toHaveLength(uses.length);
  return uses.map((use, at) => `${places[at]} ${use}`);
}

const MD4 = 'md4: md4';
const COMPRESSION = 'webSocketCompression: the compression of WebSocket messages';
const digest = 'auth: the auth method "digest"';
const perhapsDigest = 'auth: perhaps the auth method "digest"';

const CRYPTO = `import crypto, { createHash, hmac } from 'k6/crypto';`;
const HTTP = `import http, { get } from 'k6/http'; import { check } from 'k6';`;
const WS = `import ws, { connect } from 'k6/ws';`;
const WEBSOCKETS = `import { Blob, WebSocket } from 'k6/websockets';`;

describe('a use of what the engine lacks', () => {
  test.each([
    ['md4 by its name', `import { md4 } from 'k6/crypto';`, `→md4('a', 'hex');`, [MD4]],
    ['md4 by another name', `import { md4 as weak } from 'k6/crypto';`, `→weak('a', 'hex');`, [MD4]],
    ['md4 of the module', CRYPTO, `→crypto.md4('a', 'hex');`, [MD4]],
    ['md4 of the module in brackets', CRYPTO, `→crypto['md4']('a', 'hex');`, [MD4]],
    ['md4 of the module, which may be absent', CRYPTO, `→crypto?.md4('a', 'hex');`, [MD4]],
    ['md4 of a namespace', `import * as all from 'k6/crypto';`, `all.→md4('a', 'hex');`, [MD4]],
    ['a hash of md4', CRYPTO, `→createHash('md4').update('a');\n  →crypto.createHash('md4');`, [MD4, MD4]],
    ['an hmac of md4', CRYPTO, `→hmac('md4', 'key', 'a', 'hex');`, [MD4]],
    ['digest of a request', HTTP, `http.get('x', { →auth: 'digest' });`, [digest]],
    ['digest in quotes', HTTP, `http.get('x', { 'tags': {}, →'auth': 'digest' });`, [digest]],
    ['digest in brackets', HTTP, `http.get('x', { →['auth']: 'digest' });`, [digest]],
    ['digest of an imported function', HTTP, `get('x', { →auth: 'digest' });`, [digest]],
    ['ntlm of a request', HTTP, `http.request('GET', 'x', null, { →auth: 'ntlm' });`, ['auth: the auth method "ntlm"']],
    [
      'digest of requests in a batch, which are no arguments',
      HTTP,
      `http.batch([{ url: 'x', params: { →auth: 'digest' } }]);`,
      [perhapsDigest],
    ],
    ['digest within an argument', HTTP, `http.get('x', { tags: { →auth: 'digest' } });`, [perhapsDigest]],
    ['digest of an object', HTTP, `const params = { →auth: 'digest' };\n  http.get('x', params);`, [perhapsDigest]],
    ['digest of a call of something else', HTTP, `open.get('x', { →auth: 'digest' });`, [perhapsDigest]],
    ['digest of another k6 module', HTTP, `check('x', { →auth: 'digest' });`, [perhapsDigest]],
    ['digest of an object that is made', HTTP, `new Map({ →auth: 'digest' });`, [perhapsDigest]],
    ['compression of k6/ws', WS, `→ws.connect('x', { compression: 'deflate' }, () => {});`, [COMPRESSION]],
    ['compression of connect', WS, `→connect('x', { tags: {}, 'compression': 'deflate' }, () => {});`, [COMPRESSION]],
    [
      'compression of k6/websockets',
      WEBSOCKETS,
      `→new WebSocket('x', null, { compression: 'deflate' });`,
      [COMPRESSION],
    ],
    [
      'compression of k6/experimental/websockets',
      `import * as sockets from 'k6/experimental/websockets';`,
      `→new sockets.WebSocket('x', null, { compression: 'deflate' });`,
      [COMPRESSION],
    ],
    [
      'all in the order of the script, whatever holds what',
      CRYPTO + HTTP,
      `http.get(→crypto.md4('a'), { →auth: 'digest' });\n  →hmac('md4', 'key', JSON.stringify({ →auth: 'digest' }));\n  →createHash('md4');`,
      [MD4, digest, MD4, perhapsDigest, MD4],
    ],
  ])('is found where it stands: %s', async (_what, imports, body, uses) => {
    expect(await found(imports, body)).toEqual(marked(body, uses));
  });

  test.each([
    ['another hash', CRYPTO, `crypto.md5('a', 'hex'); createHash('sha256').update('md4'); hmac('sha256', 'md4', 'a')`],
    ['a hash without a name', CRYPTO, `createHash(); crypto.createHash(name)`],
    ['md4 as a text elsewhere', CRYPTO + HTTP, `http.get('md4'); console.log('md4'); md4('a')`],
    ['md4 of something else', CRYPTO, `open.md4('a'); open.createHash('md4'); createHash.md4('a'); open.a.md4('a')`],
    ['md4 that is not called', CRYPTO, `const hash = crypto.md4; return hash`],
    ['a function of that name in a scope within', `import { md4 } from 'k6/crypto'; md4;`, `((md4) => md4('a'))(open)`],
    ['a name that is computed from a variable of that name', CRYPTO, `const md4 = 'md5'; crypto[md4]('a')`],
    ['another auth method', HTTP, `http.get('x', { auth: 'basic' }); http.get('x', { auth })`],
    ['digest of something else', HTTP, `http.get('digest', { author: 'digest', tags: { name: 'ntlm' } })`],
    ['digest of a computed name', HTTP, `const auth = 'tag'; http.get('x', { [auth]: 'digest' })`],
    ['compression of requests', HTTP, `http.post('x', 'a', { compression: 'deflate' })`],
    ['compression of blobs', WEBSOCKETS, `new Blob([], { compression: 'deflate' })`],
    ['compression of an own class', WEBSOCKETS, `new open.WebSocket('x', null, { compression: 'deflate' })`],
    ['no compression', WEBSOCKETS, `new WebSocket('x', null, { compression: '' }); new WebSocket('deflate')`],
    ['deflate of something else', WS, `connect('x', { tags: 'deflate', ...open, compression() {} }, () => {})`],
    ['compression of a computed name', WS, `const compression = 'a'; connect('x', { [compression]: 'deflate' })`],
    ['the module itself', WS + CRYPTO, `ws('x', { compression: 'deflate' }); crypto('md4')`],
  ])('is not seen in what is none: %s', async (_what, imports, body) => {
    expect(await found(imports, body)).toEqual([]);
  });
});
