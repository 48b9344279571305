import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HttpResponseReader } from '../../src/net/http-response.ts';
import { propertyRuns } from '../deep.ts';

/** Reads a whole answer given in pieces. */
function read(pieces: readonly (string | Buffer)[], { method = 'GET', ended = false } = {}) {
  const reader = new HttpResponseReader(method, false);
  let whole: boolean | string = false;
  for (const piece of pieces) whole = reader.read(Buffer.from(piece as string));
  if (ended) whole = reader.end();
  const { status, headers, body, keptMs } = reader.answer();
  return { whole, status, headers, body: body.toString(), keptMs };
}

const chunked = (parts: readonly string[]) =>
  `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${parts
    .map((part) => `${Buffer.byteLength(part).toString(16)};x=y\r\n${part}\r\n`)
    .join('')}0\r\nTrailer: z\r\n\r\n`;

describe('a body beyond the bound', () => {
  it.each([
    ['Content-Length: 2000', 'x'.repeat(1_500)],
    ['X: until the end', 'x'.repeat(1_500)],
    ['Transfer-Encoding: chunked', `5dc\r\n${'x'.repeat(1_500)}\r\n`],
  ])('is ended, and not where it is discarded (%s)', (header, body) => {
    const answer = Buffer.from(`HTTP/1.1 200 OK\r\n${header}\r\n\r\n${body}`);
    const says = 'http: response body too large: more than 1000 bytes';
    expect(new HttpResponseReader('GET', false, 1_000).read(answer)).toBe(says);
    expect(new HttpResponseReader('GET', true, 1_000).read(answer)).toBe(false);
  });
});

describe('an HTTP answer', () => {
  it('an answer is the same however its bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 4 }),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (parts, inChunks, cuts) => {
          const text = parts.join('');
          const plain = `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
          let rest = Buffer.from(inChunks ? chunked(parts) : plain);
          const pieces: Buffer[] = [];
          for (let n = 0; rest.length > 0; n++) {
            const cut = cuts[n % cuts.length] ?? 1;
            pieces.push(rest.subarray(0, cut));
            rest = rest.subarray(cut);
          }
          expect(read(pieces)).toMatchObject({
            whole: true,
            status: 200,
            body: text,
            keptMs: Number.POSITIVE_INFINITY,
          });
        },
      ),
      propertyRuns(),
    );
  });

  it('an answer without a length goes on until the connection ends, which then serves no other request', () => {
    const head = 'HTTP/1.1 200 OK\r\nServer: x\r\n\r\n';
    expect(read([head, 'ab', 'c'])).toMatchObject({ whole: false });
    expect(read([head, 'ab', 'c'], { ended: true })).toMatchObject({ whole: true, body: 'abc', keptMs: 0 });
  });

  it('an answer is cut when the connection ends within its length', () => {
    expect(read(['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'], { ended: true }).whole).toBe(false);
  });

  it.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'],
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n'],
  ])('an answer has no body after %s and %j', (method, head) => {
    expect(read([head], { method })).toMatchObject({ whole: true, body: '', keptMs: Number.POSITIVE_INFINITY });
  });

  it('an answer comes after informational ones', () => {
    const early = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n';
    expect(read([`${early}HTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nx`])).toMatchObject({
      status: 201,
      body: 'x',
    });
  });

  it('an answer keeps repeated headers apart', () => {
    const { headers } = read(['HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nContent-Length: 0\r\n\r\n']);
    expect(headers).toEqual([
      ['Set-Cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['Content-Length', '0'],
    ]);
  });

  it.each([
    ['Connection: close', '1.1'],
    ['Server: old', '1.0'],
  ])('an answer with %s over HTTP/%s ends its connection', (header, version) => {
    expect(read([`HTTP/${version} 200 OK\r\n${header}\r\nContent-Length: 0\r\n\r\n`]).keptMs).toBe(0);
  });

  it('an answer with bytes behind its end makes its connection unusable', () => {
    expect(read(['HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxy'])).toMatchObject({ body: 'x', keptMs: 0 });
  });

  it.each([
    ['Keep-Alive: timeout=5', 5_000],
    ['keep-alive: max=100, Timeout=65', 65_000],
    ['Keep-Alive: max=100', Number.POSITIVE_INFINITY],
    ['Connection: close\r\nKeep-Alive: timeout=5', 0],
  ])('an answer says for how long its connection is kept: %j', (header, keptMs) => {
    expect(read([`HTTP/1.1 200 OK\r\n${header}\r\nContent-Length: 0\r\n\r\n`])).toMatchObject({ keptMs });
  });

  it.each([
    ['SSH-2.0-x\r\n', 'malformed HTTP response "SSH-2.0-x"'],
    ['HTTP/1.1 abc\r\n\r\n', 'malformed HTTP response "HTTP/1.1 abc"'],
    ['HTTP/1.1 200 OK\r\nno colon\r\n\r\n', 'malformed MIME header line: no colon'],
    ['HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n', 'bad Content-Length "x"'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 'invalid byte in chunk length'],
  ])('the bytes %j are no answer', (text, words) => {
    expect(read([text]).whole).toContain(words);
  });
});
