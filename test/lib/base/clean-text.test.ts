import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../lib/base/clean-text.ts';
import { propertyRuns } from '../../../packages/engine/test/deep.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';
const UUID = '6f1c2b1e-9d0a-4a7e-8a55-1e2d3c4b5a69';

describe('a clean text', () => {
  it.each([
    [
      'words as they are',
      'Max concurrent connections exceeded for tenant',
      'Max concurrent connections exceeded for tenant',
    ],
    ['versions and addresses', 'nginx/1.18.0 at 203.0.113.7', 'nginx/1.18.0 at 203.0.113.7'],
    [
      'letters of other scripts',
      'Zu viele Verbindungen für Mandant Ü · 接続数',
      'Zu viele Verbindungen für Mandant Ü · 接続数',
    ],
    ['one line', ' a\r\n\tb \u2028 c\u0000d ', 'a b c d'],
    [
      'no escapes of a terminal',
      '\u001b[31mred\u001b[0m \u001b]0;title\u0007and \u009b2Jplain\u001bc',
      'red and plain',
    ],
    ['nothing that turns or hides writing', 'a\u202eb\u200bc\ufeffd\u00ade', 'a b c d e'],
    ['no token of a bearer', 'Bearer s3cr3t refused', 'Bearer [hidden] refused'],
    ['no JWT', `invalid: ${JWT}!`, 'invalid: [hidden]!'],
    ['no id', `request ${UUID} failed`, 'request [hidden] failed'],
    ['no value of a named secret', '{"access_token":"hunter2","why":"full"}', '{"access_token":[hidden],"why":"full"}'],
    ['no password of a query', 'user=me&password=hunter2&x=1', 'user=me&password=[hidden]&x=1'],
    ['no cookie', 'why Set-Cookie: a=b; c=d', 'why Set-Cookie: [hidden]'],
    ['no authorization', 'Authorization: Basic aHVudGVyMg== x', 'Authorization: [hidden]'],
    ['no URL', 'see https://example.com/?code=abc now', 'see [hidden] now'],
    ['no e-mail address', 'ask someone@example.com', 'ask [hidden]'],
    ['no long number', 'call 4915112345678', 'call [hidden]'],
    ['no long run of letters', `x ${'a'.repeat(40)} y`, 'x [hidden] y'],
  ])('has %s', (_, text, clean) => {
    expect(cleanText(text, 200)).toBe(clean);
  });

  it('has at most as many characters as asked for', () => {
    const text = cleanText('many words '.repeat(100), 200);
    expect(text).toMatch(/^many words .*…$/);
    expect(text.length).toBeLessThanOrEqual(200);
  });

  it('leaves out the last word of a long text, which may be half a token', () => {
    expect(cleanText(`full ${' '.repeat(1_000)} eyJhbGciOi`, 200)).toBe('full');
  });

  it('is one bounded line of printed characters, whatever bytes it is made of', () => {
    const anyText = fc.oneof(
      fc.uint8Array({ maxLength: 1_000 }).map((bytes) => Buffer.from(bytes).toString()),
      fc.uint8Array({ maxLength: 1_000 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc.uint16Array({ maxLength: 600 }).map((codes) => String.fromCharCode(...codes)),
    );
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 300 }), (text, most) => {
        const clean = cleanText(text, most);
        expect(clean.length).toBeLessThanOrEqual(most);
        expect(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(clean)).toBe(false);
        expect(clean.trim()).toBe(clean);
      }),
      propertyRuns(300),
    );
  });

  it('keeps no control, format, private or surrogate character, of all that there are', () => {
    const kept = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
      (one) => /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(one) && cleanText(`a${one}b`, 10) !== 'a b',
    );
    // The two that begin an escape of a terminal take more with them than themselves.
    expect(kept).toEqual(['\u001b', '\u009b']);
  });

  it('never has a token that stands anywhere in a text', () => {
    const token = fc.oneof(
      fc.constantFrom(JWT, UUID),
      fc.base64String({ minLength: 32, maxLength: 200 }).filter((one) => /\d/.test(one) && /[A-Za-z]/.test(one)),
    );
    const words = fc.string({ maxLength: 150 });
    const joint = fc.constantFrom(' ', '"', ': ', '\n', '\u001b[1m', '<b>', '(');
    fc.assert(
      fc.property(words, joint, token, joint, words, (before, opens, secret, closes, after) => {
        expect(cleanText(`${before}${opens}${secret}${closes}${after}`, 200)).not.toContain(secret.slice(0, 16));
      }),
      propertyRuns(1_000),
    );
  });
});
