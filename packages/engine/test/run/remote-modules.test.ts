import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runScript } from '../../src/index.ts';
import { LOCK_NAME } from '../../src/remote/module-lock.ts';
import { keepEsbuildAlive } from '../esbuild-service.ts';

const certificate = join(import.meta.dirname, '../modules/localhost.pem');
const pem = readFileSync(certificate);
const MODULES: Readonly<Record<string, string>> = {
  '/lib/index.js': `import { check } from 'k6'; import twice from './twice.js'; export const four = () => { check(1, { 'remote check': true }); return twice(2); };`,
  '/lib/twice.js': 'export default (n) => n * 2;',
  '/umd.js': `(function (root, make) { if (typeof module === 'object') module.exports = make(); else root.lib = make(); })(this, function () { return { name: 'umd' }; });`,
  '/typed.ts': 'export const typed: number = 5;',
  '/throws.js': `\nexport function fails() { throw new Error('in the module'); }`,
};

describe('a remote module', () => {
  let served = { ...MODULES };
  const asked: string[] = [];
  const answer: http.RequestListener = (request, response) => {
    asked.push(request.url ?? '');
    const [, kind, where = ''] = /^\/(redirect)\?(.*)$/.exec(request.url ?? '') ?? [];
    const text = served[request.url ?? ''];
    if (kind) response.writeHead(302, { location: where }).end();
    else if (text === undefined) response.writeHead(404).end();
    else response.end(text);
  };
  const server = https.createServer({ key: pem, cert: pem }, answer);
  const plain = http.createServer(answer);
  let base = '';
  let folder = '';
  beforeAll(async () => {
    keepEsbuildAlive();
    for (const one of [server, plain]) await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
    base = `https://localhost:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    for (const one of [server, plain]) {
      one.closeAllConnections();
      one.close();
    }
  });
  beforeEach(() => {
    served = { ...MODULES };
    asked.length = 0;
    folder = mkdtempSync(join(tmpdir(), 'remote-'));
  });

  async function run(
    imports: string,
    body: string,
    { argv = [] as string[], env = {} as Record<string, string> } = {},
  ) {
    writeFileSync(join(folder, 'script.js'), `${imports}\nexport default function () { ${body} }`);
    let printed = '';
    const stream = {
      write: (text: string | Uint8Array) => {
        if (typeof text === 'string') printed += text;
      },
    };
    const io = {
      stdout: stream,
      stderr: stream,
      env: { SSL_CERT_FILE: certificate, XDG_CACHE_HOME: join(folder, 'cache'), ...env },
      cwd: folder,
    };
    return { code: await runScript(['-q', ...argv, 'script.js'], io), printed };
  }
  const four = (options = {}) =>
    run(`import { four } from '${base}/lib/index.js';`, `console.log('said ' + four());`, options);

  it('is fetched when the script is loaded, with what it imports itself, and runs like local code', async () => {
    const { code, printed } = await four();
    expect([code, asked]).toEqual([0, ['/lib/index.js', '/lib/twice.js']]);
    expect(printed).toContain('said 4');
    expect(printed).toContain('✓ remote check');
    expect(printed).toContain(`fetched ${base}/lib/index.js, ${MODULES['/lib/index.js']?.length} bytes, sha256 `);
  });

  it('may be CommonJS, UMD or TypeScript', async () => {
    const { code, printed } = await run(
      `import umd, { name } from '${base}/umd.js'; import { typed } from '${base}/typed.ts';`,
      `console.log('said ' + umd.name + name + typed);`,
    );
    expect([code, printed]).toEqual([0, expect.stringContaining('said umdumd5')]);
  });

  it('is pinned beside the script and kept, so that a second run needs no network', async () => {
    await four();
    const sha256 = (path: string) =>
      createHash('sha256')
        .update(MODULES[path] ?? '')
        .digest('hex');
    expect(JSON.parse(readFileSync(join(folder, LOCK_NAME), 'utf8'))).toEqual({
      version: 1,
      modules: { [`${base}/lib/index.js`]: sha256('/lib/index.js'), [`${base}/lib/twice.js`]: sha256('/lib/twice.js') },
    });
    asked.length = 0;
    const again = await four({ argv: ['--no-remote'] });
    expect([again.code, asked]).toEqual([0, []]);
    expect(again.printed).toContain('said 4');
  });

  it('that has changed since it was pinned is refused', async () => {
    await four();
    rmSync(join(folder, 'cache'), { recursive: true });
    served['/lib/twice.js'] = 'export default (n) => n * 3;';
    const { code, printed } = await four();
    expect(code).toBe(107);
    expect(printed).toContain(
      `the remote module \\"${base}/lib/twice.js\\" cannot be loaded: it has changed since it was pinned`,
    );
    expect(printed).not.toContain('said');
  });

  it('that was damaged in the cache is fetched again', async () => {
    await four();
    const cache = join(folder, 'cache/headroom-engine/remote-modules');
    for (const file of readdirSync(cache)) writeFileSync(join(cache, file), 'damaged');
    expect(await four()).toMatchObject({ code: 0, printed: expect.stringContaining('said 4') });
  });

  it('is kept in the folder of --remote-cache', async () => {
    expect((await four({ argv: ['--remote-cache', 'mine'] })).code).toBe(0);
    expect([readdirSync(join(folder, 'mine')).length, existsSync(join(folder, 'cache'))]).toEqual([2, false]);
  });

  it('is refused with --no-remote where it was never fetched', async () => {
    const { code, printed } = await four({ argv: ['--no-remote'] });
    expect([code, asked]).toEqual([107, []]);
    expect(printed).toContain('--no-remote keeps it from being fetched');
  });

  it('comes from the hosts of --remote-hosts alone, where they are given', async () => {
    const refused = await four({ argv: ['--remote-hosts', 'jslib.k6.io'] });
    expect([refused.code, asked]).toEqual([107, []]);
    expect(refused.printed).toContain(`--remote-hosts does not name ${new URL(base).host}`);
    expect((await four({ argv: ['--remote-hosts', `a.example,${new URL(base).host}`] })).code).toBe(0);
  });

  it('may be redirected to HTTPS and to an allowed host alone', async () => {
    const from = (where: string, argv: string[] = []) =>
      run(`import twice from '${base}/redirect?${where}';`, `console.log('said ' + twice(4));`, { argv });
    expect((await from('/lib/twice.js')).printed).toContain('said 8');
    const port = (plain.address() as AddressInfo).port;
    expect((await from(`http://localhost:${port}/lib/twice.js`)).printed).toContain('it redirects to http:');
    const elsewhere = await from('https://elsewhere.example/x.js', ['--remote-hosts', new URL(base).host]);
    expect([elsewhere.code, elsewhere.printed]).toEqual([
      107,
      expect.stringContaining('it redirects to elsewhere.example'),
    ]);
  });

  it.each([
    [
      'http://localhost/x.js',
      'only supported schemes for imports are file and https, http://localhost/x.js has `http`',
    ],
    ['ftp://localhost/x.js', 'has `ftp`'],
    ['cdnjs.com/libraries/x', 'write https:// before it'],
    ['https://nobody.invalid/x.js', 'cannot be loaded: '],
  ])('at %s is refused by name', async (name, why) => {
    const { code, printed } = await run(`import x from '${name}';`, 'x();');
    expect([code, printed]).toEqual([107, expect.stringContaining(why)]);
  });

  it('that is not there is refused with the status, and one without a certificate of an authority with its error', async () => {
    const missing = await run(`import x from '${base}/nothing.js';`, 'x();');
    expect([missing.code, missing.printed]).toEqual([107, expect.stringContaining('the server answered 404')]);
    const unknown = await four({ env: { SSL_CERT_FILE: '' } });
    expect([unknown.code, unknown.printed]).toEqual([107, expect.stringContaining('self-signed certificate')]);
  });

  it('stands in a stack by its URL', async () => {
    const { printed } = await run(`import { fails } from '${base}/throws.js';`, 'fails();');
    expect(printed).toContain(`${base}/throws.js:2:`);
  });

  it('is fetched through HTTPS_PROXY, and not where NO_PROXY names its host', async () => {
    const tunnels: string[] = [];
    const proxy = http.createServer().on('connect', (request, client) => {
      tunnels.push(request.url ?? '');
      const target = net.connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        target.pipe(client).pipe(target);
      });
      for (const end of [client, target]) end.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const env = { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
    expect((await four({ env })).code).toBe(0);
    expect(new Set(tunnels)).toEqual(new Set([new URL(base).host]));
    tunnels.length = 0;
    rmSync(join(folder, 'cache'), { recursive: true });
    expect((await four({ env: { ...env, NO_PROXY: 'localhost' } })).code).toBe(0);
    expect(tunnels).toEqual([]);
    proxy.closeAllConnections();
    proxy.close();
  });

  it('has a lock file that is read with care', async () => {
    writeFileSync(join(folder, LOCK_NAME), '{"version":2}');
    const { code, printed } = await four();
    expect([code, asked]).toEqual([107, []]);
    expect(printed).toContain('the lock file of remote modules cannot be read');
  });
});
