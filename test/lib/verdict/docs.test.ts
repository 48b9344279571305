import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { REFUSAL_PHRASES } from '../../../lib/genesys/guest/refusal-phrases.ts';
import { CAUSES } from '../../../lib/verdict/rules/finding.ts';

it('docs/verdict.md lists every cause, in the order of their rank', () => {
  const rows = readFileSync('docs/verdict.md', 'utf8').matchAll(/^\| `([\w-]+)` \|/gm);
  expect([...rows].map(([, cause]) => cause)).toEqual([...CAUSES]);
});

it('docs/verdict.md lists every phrase of a refusal, in the order in which they are recognised', () => {
  const items = readFileSync('docs/verdict.md', 'utf8').matchAll(/^- ((?:`[a-z-]+`(?:, )?)+): /gm);
  const phrases = [...items].flatMap(([, names = '']) => [...names.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name));
  expect(phrases).toEqual([...REFUSAL_PHRASES]);
});
