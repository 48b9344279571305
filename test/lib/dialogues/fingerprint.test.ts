import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fingerprintOf } from '../../../lib/dialogues/fingerprint.ts';

const codeUnit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit));

it('a fingerprint is a whole number that a double holds, the same for the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: codeUnit }), (text) => {
      expect(Number.isSafeInteger(fingerprintOf(text))).toBe(true);
      expect(fingerprintOf(`${text}`)).toBe(fingerprintOf(text));
    }),
  );
});

it('the fingerprints of texts differ that differ in little: a unit, its place, the length', () => {
  const texts = new Set<string>();
  for (let number = 0; number < 20_000; number++) texts.add(`Message ${number} of the customer`);
  for (let length = 0; length < 500; length++) texts.add('a'.repeat(length)).add('\0'.repeat(length));
  for (let unit = 0; unit < 65_536; unit += 7)
    texts.add(String.fromCharCode(unit)).add(`a${String.fromCharCode(unit)}`);
  for (const [one, other] of ['ab', 'ba', 'Aa', 'BB', 'AaBB', 'BBAa'].map((text) => [text, ` ${text}`])) {
    texts.add(one ?? '').add(other ?? '');
  }
  expect(new Set([...texts].map(fingerprintOf)).size).toBe(texts.size);
});
