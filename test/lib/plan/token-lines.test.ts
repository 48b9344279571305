import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenLines, wrongTokens } from '../../../lib/plan/token-lines.ts';

describe('the tokens of a file', () => {
  it('are refused where one stands twice among those that are used, with both line numbers and without the token', () => {
    const file = fc.record({
      tokens: fc.uniqueArray(fc.stringMatching(/^[a-z]{8,12}$/), { minLength: 2, maxLength: 20 }),
      again: fc.nat(),
      at: fc.nat(),
    });
    fc.assert(
      fc.property(file, ({ tokens, again, at }) => {
        expect(wrongTokens(tokenLines(tokens.join('\n')), tokens.length)).toBeUndefined();
        const place = 1 + (at % tokens.length);
        const first = again % place;
        const twice = [...tokens.slice(0, place), tokens[first] ?? '', ...tokens.slice(place)];
        const wrong = wrongTokens(tokenLines(twice.join('\n')), twice.length);
        expect(wrong).toContain(`the token in line ${place + 1} is that of line ${first + 1};`);
        expect(wrong).not.toContain(tokens[first]);
        // The second one is not used.
        expect(wrongTokens(tokenLines(twice.join('\n')), place)).toBeUndefined();
      }),
    );
  });

  it('are too few where blank lines stand for some', () => {
    expect(tokenLines('a\r\n\n b \n')).toEqual([
      { token: 'a', line: 1 },
      { token: 'b', line: 3 },
    ]);
    expect(wrongTokens(tokenLines('a\n\nb\n'), 3)).toBe('2 tokens; allowed: one a line for each of 3 agents');
  });
});
