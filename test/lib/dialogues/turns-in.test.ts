import { expect, it } from 'vitest';
import { turnsIn } from '../../../lib/dialogues/turns-in.ts';

it.each([
  ['nothing was said', [], 0],
  ['some was said', ['Hi', 'Yes'], 2],
  ['all was said', ['Hi', 'Yes', 'Yes', 'Bye'], 4],
  ['the org altered one before the last', ['Ho', 'Yes'], 2],
  ['the org stored one twice, and no later turn is like it', ['Hi', 'Hi'], 1],
  ['somebody said something else', ['Who is there?', 'Hi'], 1],
] as const)('the stored texts of an agent are so many turns where %s', (_, stored, said) => {
  expect(turnsIn(stored, ['Hi', 'Yes', 'Yes', 'Bye'])).toBe(said);
});
