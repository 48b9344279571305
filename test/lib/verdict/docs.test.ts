import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CAUSES } from '../../../lib/verdict/rules/finding.ts';

it('docs/verdict.md lists every cause, in the order of their rank', () => {
  const rows = readFileSync('docs/verdict.md', 'utf8').matchAll(/^\| `([\w-]+)` \|/gm);
  expect([...rows].map(([, cause]) => cause)).toEqual([...CAUSES]);
});
