import type { OutgoingHttpHeaders } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { anyLane } from '../deep.ts';
import { once, Recorder } from '../script/harness.ts';
import { Servers } from './servers.ts';

const servers = new Servers();
afterEach(() => servers.close());

describe.each(anyLane)('a broken answer to k6/http in the %s lane', (lane) => {
  const run = (body: string, context = new Recorder()) =>
    once(
      `import http from 'k6/http';
       export default async function () {
         const show = (r) => console.log(r.status, r.error_code, r.error, r.body);
         ${body}
       }`,
      { lane, context },
    );

  const answering = (status: number, headers: OutgoingHttpHeaders, body = '') =>
    servers.http((_request, response) => response.writeHead(status, headers).end(body));

  it.each(['gzip', 'deflate', 'br'])('a body that is not the %s it claims to be is error 1701', async (encoding) => {
    const address = await answering(200, { 'content-encoding': encoding }, 'plain text');
    const { context, outcome } = await run(`show(await http.get('http://${address}/')); console.log('went on')`);
    expect(outcome).toEqual({ kind: 'complete' });
    expect(context.printed).toEqual([
      expect.stringMatching(new RegExp(`^200 1701 the ${encoding} body cannot be decompressed: .+ null$`)),
      'went on',
    ]);
    const tags = { status: '200', error_code: '1701', expected_response: 'false' };
    expect(context.of('http_reqs').map((sample) => sample.tags)).toEqual([expect.objectContaining(tags)]);
    expect(context.values('http_req_failed')).toEqual([1]);
    expect(context.logs[0]?.message).toContain(
      `Request Failed: Get "http://${address}/": the ${encoding} body cannot be`,
    );
  });

  it('a body that cannot be decoded spoils one request of a batch, and throws with options.throw', async () => {
    const address = await servers.http((request, response) => {
      response.setHeader('content-encoding', request.url === '/bad' ? 'gzip' : 'identity').end('plain');
    });
    const batch = `const [bad, good] = await http.batch(['http://${address}/bad', 'http://${address}/good']); show(good)`;
    expect((await run(batch)).context.printed).toEqual(['200 0  plain']);
    const { outcome } = await run(`await http.get('http://${address}/bad')`, new Recorder({ throw: true }));
    expect(outcome).toMatchObject({ kind: 'threw', message: expect.stringContaining('cannot be decompressed') });
  });

  it('a body is not decoded when the response type is none', async () => {
    const address = await answering(200, { 'content-encoding': 'gzip' }, 'plain text');
    const { context } = await run(`show(await http.get('http://${address}/', { responseType: 'none' }))`);
    expect(context.printed).toEqual(['200 0  null']);
    expect(context.values('http_req_failed')).toEqual([0]);
  });

  it.each([
    ['http://[', '1020 invalid URL: parse "http://[": invalid URI for request'],
    ['ftp://127.0.0.1/file', '1000 unsupported protocol scheme "ftp"'],
  ])('a redirect to %s is not followed, and the redirection is returned with an error', async (location, error) => {
    let requests = 0;
    const address = await servers.http((_request, response) => {
      requests += 1;
      response.writeHead(302, { location }).end('moved');
    });
    const { context, outcome } = await run(`show(await http.get('http://${address}/'))`);
    expect(outcome).toEqual({ kind: 'complete' });
    expect(context.printed).toEqual([`302 ${error} moved`]);
    expect(context.ends).toEqual([]);
    expect(requests).toBe(1);
    expect(context.of('http_reqs').map(({ tags }) => [tags.status, tags.error_code])).toEqual([
      ['302', error.slice(0, 4)],
    ]);
    expect(context.values('http_req_failed')).toEqual([1]);
  });

  it('cookies with the names of object members, such as constructor, are kept and sent back', async () => {
    const seen: unknown[] = [];
    const address = await servers.http((request, response) => {
      seen.push(request.headers.cookie);
      response.writeHead(200, { 'set-cookie': ['constructor=1', 'constructor=2', 'toString=3'] }).end();
    });
    const { context } = await run(`
      const shown = (cookies) => Object.entries(cookies).map(([name, all]) => name + all.map(({ value }) => value).join('+'));
      const first = await http.get('http://${address}/');
      const second = await http.get('http://${address}/', { cookies: { valueOf: '4' } });
      const { request } = second;
      console.log(shown(first.cookies).join(), shown(request.cookies).join(), JSON.stringify(http.cookieJar().cookiesForURL('http://${address}/')));`);
    expect(context.printed).toEqual([
      'constructor1+2,toString3 constructor2,toString3,valueOf4 {"constructor":["2"],"toString":["3"]}',
    ]);
    expect(seen).toEqual([undefined, 'constructor=2; toString=3; valueOf=4']);
  });

  it.each([
    ['ftp://127.0.0.1/file', '0 1000 unsupported protocol scheme "ftp" null'],
    ['http://%zz@127.0.0.1/', '0 1020 invalid URL: parse "http://%zz@127.0.0.1/": invalid URI for request null'],
  ])('a call of %s has an error code and no sample, and throws with options.throw only', async (url, shown) => {
    const { context } = await run(`show(await http.get('${url}'))`);
    expect(context.printed).toEqual([shown]);
    expect(context.of('http_reqs')).toEqual([]);
    const { outcome } = await run(`await http.get('${url}')`, new Recorder({ throw: true }));
    expect(outcome.kind).toBe('threw');
  });
});
