import type { Dialogue, Turn } from '../../dialogues/dialogue.ts';
import type { Range } from '../../plan/schema.ts';

/** The history gives back so many messages of a session, and what it does not show cannot be accounted for. */
const MAX_TURNS = 800;

/**
 * Something to say for as long as a session lasts, though no agent is there to answer: a customer's texts over and
 * over, told apart by their round. Enough for `lastsMs` at the quickest, and never more than a history can show; then
 * the customer waits for an answer.
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
