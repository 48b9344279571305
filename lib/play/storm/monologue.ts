import type { Dialogue, Turn } from '../../dialogues/dialogue.ts';
import type { Range } from '../../plan/schema.ts';

/** The history shows this many messages of a session. What it does not show could not be accounted for. */
const MAX_TURNS = 800;

/**
 * A dialogue for a customer whom no agent answers: the texts over and over, told apart by the number of the round. It
 * has enough turns for `lastsMs` at the shortest think time, and no more than a history can show. After them the
 * customer waits for an answer.
 *
 * @example
 * monologueOf(['a', 'b'], 4_000, { minMs: 1_000, maxMs: 2_000 }); // a, b, a (2), b (2), a (3)
 */
export function monologueOf(texts: readonly string[], lastsMs: number, think: Range): Dialogue {
  const wanted = Math.ceil(lastsMs / Math.max(1, think.minMs)) + 1;
  const turns: Turn[] = Array.from({ length: Math.min(MAX_TURNS, Math.max(1, wanted)) }, (_, turn) => {
    const round = Math.floor(turn / texts.length);
    const text = texts[turn % texts.length] ?? '';
    return { from: 'customer', text: round === 0 ? text : `${text} (${round + 1})` };
  });
  return { id: 'storm', turns: [...turns, { from: 'agent', text: '' }] };
}
