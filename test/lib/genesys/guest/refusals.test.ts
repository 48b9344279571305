import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phraseOf, REFUSAL_PHRASES } from '../../../../lib/genesys/guest/refusal-phrases.ts';
import { wordsOf } from '../../../../lib/genesys/guest/refusal-words.ts';
import { propertyRuns } from '../../../../packages/engine/test/deep.ts';

const answer = (status: number, body: string, headers: Readonly<Record<string, string>> = {}) =>
  ({ kind: 'refused', status, retryAfterMs: undefined, headers, body }) as const;
const NGINX =
  '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body><center><h1>503</h1></center></body></html>';
const GENESYS = JSON.stringify({
  message: 'Rate limit exceeded the maximum [300] requests within [60] seconds',
  code: 'too.many.requests',
  status: 429,
  contextId: '6f1c2b1e-9d0a-4a7e-8a55-1e2d3c4b5a69',
});

describe('the phrase of a refusal', () => {
  it.each([
    ['max-connections-tenant', answer(503, 'Max concurrent connections exceeded for tenant')],
    [
      'max-connections-tenant',
      answer(429, '{"message":"Maximum number of concurrent sessions reached for this tenant"}'),
    ],
    ['empty', answer(503, ' \r\n')],
    ['unreadable', answer(502, gzipSync('upstream connect error, said at some length').toString())],
    ['unreadable', answer(502, 'x', { 'content-encoding': 'gzip' })],
    ['html-page', answer(503, NGINX)],
    ['html-page', answer(403, 'Attention Required!', { 'content-type': 'text/html; charset=UTF-8' })],
    ['too-many-requests', answer(503, 'Too many connection attempts')],
    ['too-many-requests', answer(429, 'Connection rate exceeded')],
    ['too-many-requests', answer(429, GENESYS)],
    ['too-many-requests', answer(429, 'Limit Exceeded')],
    ['max-connections', answer(503, 'connection limit reached for deployment')],
    ['max-connections', answer(503, 'Too many open sockets')],
    ['unavailable', answer(503, 'upstream connect error or disconnect/reset before headers')],
    ['unavailable', answer(502, 'Bad Gateway')],
    ['forbidden', answer(403, 'Forbidden')],
    ['not-found', answer(404, 'Deployment not found')],
    ['json-error', answer(400, '{"message":"bad.request"}')],
    ['other', answer(503, 'come again tomorrow')],
    ['other', answer(400, '{"message":"cut in the mid')],
  ] as const)('is %s for %o', (phrase, refused) => {
    expect(phraseOf(refused)).toBe(phrase);
  });

  it('is unknown where the transport saw neither status nor body', () => {
    const unseen = { kind: 'refused', status: undefined, retryAfterMs: undefined, body: undefined } as const;
    expect([phraseOf(unseen), wordsOf(unseen)]).toEqual([undefined, undefined]);
  });
});

describe('the words of a refusal', () => {
  it('are its text, status, headers and deployment', () => {
    const headers = {
      'retry-after': '30',
      server: 'awselb/2.0',
      'inin-correlation-id': '6f1c2b1e-9d0a-4a7e-8a55-1e2d3c4b5a69',
    };
    expect(wordsOf(answer(503, 'Max concurrent connections exceeded for tenant', headers), 'd1')).toEqual({
      status: '503',
      words: 'Max concurrent connections exceeded for tenant',
      retry_after: '30',
      server: 'awselb/2.0',
      correlation: '6f1c2b1e-9d0a-4a7e-8a55-1e2d3c4b5a69',
      deployment: 'd1',
    });
  });

  it.each([
    ['the title of a page', NGINX, '503 Service Temporarily Unavailable'],
    ['the text of a page without a title', '<html><script>let a = 1;</script><h1>Go&nbsp;away</h1>', 'Go away'],
    ['the message of JSON', GENESYS, 'Rate limit exceeded the maximum [300] requests within [60] seconds'],
    ['nothing of what cannot be read', gzipSync('some text that was compressed by a proxy').toString(), ''],
    ['nothing of an empty body', '', ''],
  ])('are %s', (_, body, words) => {
    expect(wordsOf(answer(503, body))?.words).toBe(words);
  });

  it('have the id of an error of Genesys, and no id that has not the form of one', () => {
    expect(wordsOf(answer(429, GENESYS))?.correlation).toBe('6f1c2b1e-9d0a-4a7e-8a55-1e2d3c4b5a69');
    const headers = { 'x-request-id': 'Bearer abcdefghijklmnop', 'cf-ray': '8a1b2c3d4e5f6a7b-FRA' };
    expect(wordsOf(answer(429, '', headers))?.correlation).toBe('8a1b2c3d4e5f6a7b-FRA');
  });

  it('are clean and bounded, and their phrase is one of the table, whatever a server answers', () => {
    const bytes = fc.uint8Array({ maxLength: 1_024 }).map((body) => Buffer.from(body).toString());
    const markup = fc.array(
      fc.constantFrom('<title>', '</', '<script', '{"message":"', '"}', '&#1;', 'ä', ' ', '\u0000'),
      {
        maxLength: 200,
      },
    );
    const body = fc.oneof(
      bytes,
      markup.map((parts) => parts.join('')),
    );
    const headers = fc.dictionary(fc.constantFrom('server', 'retry-after', 'content-type', 'cf-ray'), fc.string());
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), body, headers, (status, text, given) => {
        const refused = answer(status, text, given);
        expect(REFUSAL_PHRASES).toContain(phraseOf(refused));
        for (const value of Object.values(wordsOf(refused) ?? {})) {
          expect(value.length).toBeLessThanOrEqual(200);
          expect(value).not.toMatch(/[^\u0020-\u007e\u00a1-\ufffd]/);
        }
      }),
      propertyRuns(1_000),
    );
  });
});
