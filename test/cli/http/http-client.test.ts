import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { HttpClient } from '../../../cli/http/http-client.ts';
import { jsonDepthBeyond } from '../../../cli/http/json-depth.ts';
import { proxyTo, serve, stopServers } from './loopback-servers.ts';

afterAll(stopServers);

const get = (client: HttpClient, url: string) => client.call({ method: 'GET', url, headers: {} });

describe('a redirect', () => {
  const CODES = [301, 302, 303, 307, 308];

  it('is not followed, whatever its code, to no host, port, scheme or path, with no credential and no body', async () => {
    let followed = 0;
    const elsewhere = await serve((_, response) => {
      followed++;
      response.end();
    });
    const places = [
      `http://${elsewhere}/`,
      `https://${elsewhere}/`,
      `//${elsewhere}/x`,
      'http://localhost:1/',
      '/again',
    ];
    const address = await serve((request, response) => {
      if (request.url === '/again') followed++;
      const { code, to } = JSON.parse(decodeURIComponent(request.url?.slice(2) ?? '')) as { code: number; to: string };
      response.writeHead(code, { Location: to }).end();
    });
    const client = new HttpClient({});
    for (const code of CODES)
      for (const to of places) {
        const url = `http://${address}/?${encodeURIComponent(JSON.stringify({ code, to }))}`;
        const headers = { Authorization: 'Bearer secret' };
        const { status, location } = await client.call({ method: 'POST', url, headers, body: 'secret' });
        expect({ status, location }).toEqual({ status: code, location: to });
      }
    expect(followed).toBe(0);
  });
});

describe('an answer', () => {
  it.each<[string, string, (write: (bytes: string | Buffer) => void) => void]>([
    ['more bytes than allowed', 'an answer of more than 1000 bytes', (write) => write('x'.repeat(1_001))],
    ['more levels than allowed', 'an answer of more than 5 levels', (write) => write('['.repeat(6))],
  ])('is ended where it has %s', async (_, says, send) => {
    const address = await serve((_request, response) => {
      send((bytes) => response.end(bytes));
    });
    const client = new HttpClient({}, { bodyBytes: 1_000, jsonDepth: 5 });
    expect(await get(client, `http://${address}/`)).toEqual({ status: 0, text: says });
  });

  it('is ended where its headers are longer than allowed', async () => {
    const address = await serve((_, response) => response.writeHead(200, { X: 'x'.repeat(2_000) }).end());
    const client = new HttpClient({}, { headerBytes: 1_000 });
    expect(await get(client, `http://${address}/`)).toEqual({ status: 0, text: 'headers of more than 1000 bytes' });
  });

  it.each(['headers', 'body'])('is ended where its %s never end', async (part) => {
    const address = await serve((_, response) => {
      if (part === 'body') response.writeHead(200).write('{');
    });
    const client = new HttpClient({}, { timeoutMs: 100 });
    expect(await get(client, `http://${address}/`)).toEqual({ status: 0, text: 'no whole answer in 0.1 s' });
  });

  it('is not unpacked: nothing asked for a compressed one', async () => {
    const address = await serve((request, response) => {
      expect(request.headers['accept-encoding']).toBeUndefined();
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(10_000_000)));
    });
    expect((await get(new HttpClient({}), `http://${address}/`)).text.length).toBeLessThan(20_000);
  });
});

describe('levels of JSON', () => {
  it.each<[string, boolean]>([
    ['[[1]]', false],
    ['[[[1]]]', true],
    ['[{"a":[1]}]', true],
    ['["[[[[", "\\"[[["]', false],
    ['[1],[2],[3]', false],
  ])('are counted outside of strings: %s', (text, beyond) => {
    expect(jsonDepthBeyond(text, 2)).toBe(beyond);
  });
});

describe('a proxy', () => {
  it('is gone through where the environment names one', async () => {
    const address = await serve((request, response) => response.end(`${request.headers.host}`));
    const { proxy, asked } = await proxyTo(address);
    const { text } = await get(new HttpClient({ HTTP_PROXY: proxy }), 'http://org.test/path');
    expect([text, asked]).toEqual(['org.test', ['org.test:80']]);
  });

  it('is not gone through to this machine', async () => {
    const address = await serve((_, response) => response.end('direct'));
    const { proxy, asked } = await proxyTo('127.0.0.1:1');
    expect((await get(new HttpClient({ HTTP_PROXY: proxy, HTTPS_PROXY: proxy }), `http://${address}/`)).text).toBe(
      'direct',
    );
    expect(asked).toEqual([]);
  });
});
