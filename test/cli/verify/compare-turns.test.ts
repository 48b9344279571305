import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IngestedMessage } from '../../../cli/platform/stored-conversation.ts';
import { compareTurns } from '../../../cli/verify/compare-turns.ts';
import type { Turn } from '../../../lib/dialogues/dialogue.ts';

const turns: Turn[] = Array.from({ length: 8 }, (_, turn) => ({
  from: turn % 2 === 0 ? 'customer' : 'agent',
  text: `text ${turn}`,
}));
const whole = (): IngestedMessage[] => turns.map((turn, place) => ({ ...turn, atMs: 1_000 * place }));
const at = (place: number): IngestedMessage => {
  const message = whole()[place];
  if (message === undefined) throw new Error('no such turn');
  return message;
};

const changed = (place: number, change: Partial<IngestedMessage>): IngestedMessage[] =>
  whole().map((message, other) => (other === place ? { ...message, ...change } : message));
const without = (stored: readonly IngestedMessage[], place: number): IngestedMessage[] =>
  stored.filter((_, other) => other !== place);

describe('the comparison of a conversation with its transcript', () => {
  it('finds nothing when every turn was ingested once, whole, in order and unaltered', () => {
    expect(compareTurns(turns, whole())).toEqual([]);
  });

  it('goes by the times at which messages were stored, not by the order in which they are read', () => {
    expect(compareTurns(turns, whole().reverse())).toEqual([]);
  });

  it('accepts any order of messages that were stored in the same millisecond', () => {
    const together = whole().map((message) => ({ ...message, atMs: 0 }));
    expect(compareTurns(turns, together.reverse())).toEqual([]);
  });

  it('names a turn that is missing', () => {
    expect(compareTurns(turns, without(whole(), 3))).toEqual([{ kind: 'missing', turn: 3 }]);
  });

  it('names every turn of a conversation that was cut off', () => {
    expect(compareTurns(turns, whole().slice(0, 6))).toEqual([
      { kind: 'missing', turn: 6 },
      { kind: 'missing', turn: 7 },
    ]);
  });

  it('names a turn that was altered', () => {
    expect(compareTurns(turns, changed(4, { text: 'text  4' }))).toEqual([{ kind: 'altered', turn: 4 }]);
  });

  it('names a turn that is there twice', () => {
    expect(compareTurns(turns, [...whole(), { ...at(2), atMs: 2_001 }])).toEqual([{ kind: 'duplicated', turn: 2 }]);
  });

  it('names a turn that stands elsewhere', () => {
    expect(compareTurns(turns, changed(1, { atMs: 6_500 }))).toEqual([{ kind: 'out of order', turn: 1 }]);
  });

  it('names a turn that the wrong side said', () => {
    expect(compareTurns(turns, changed(5, { from: 'customer' }))).toEqual([{ kind: 'wrong side', turn: 5 }]);
  });

  it('names a message that is no turn by the turn before it', () => {
    const more: IngestedMessage = { from: 'agent', text: 'something else', atMs: 3_500 };
    expect(compareTurns(turns, [...whole(), more])).toEqual([{ kind: 'unexpected', turn: 3 }]);
  });

  it('names several discrepancies at once, each for itself', () => {
    const stored = without([...changed(6, { text: 'other' }), { ...at(1), atMs: 1_001 }], 3);
    expect(compareTurns(turns, stored)).toEqual([
      { kind: 'duplicated', turn: 1 },
      { kind: 'missing', turn: 3 },
      { kind: 'altered', turn: 6 },
    ]);
  });

  it('tells a text that is said twice from one that was ingested twice', () => {
    const thanks: Turn[] = ['hello', 'yes', 'thanks', 'bye', 'thanks'].map((text) => ({ from: 'customer', text }));
    const stored = thanks.map((turn, place) => ({ ...turn, atMs: place }));
    expect(compareTurns(thanks, stored)).toEqual([]);
    expect(compareTurns(thanks, without(stored, 4))).toEqual([{ kind: 'missing', turn: 4 }]);
  });

  it('finds nothing in a transcript itself, and one discrepancy for each turn taken out, whatever the texts', () => {
    const dialogue = fc.array(
      fc.record({ from: fc.constantFrom('customer' as const, 'agent' as const), text: fc.constantFrom('a', 'b', 'c') }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(dialogue, fc.array(fc.nat(39)), (any, out) => {
        const stored = any.map((turn, place) => ({ ...turn, atMs: place }));
        expect(compareTurns(any, stored)).toEqual([]);
        const kept = stored.filter((_, place) => !out.includes(place));
        const wrong = compareTurns(any, kept);
        expect(wrong.every(({ kind }) => kind === 'missing')).toBe(true);
        expect(wrong).toHaveLength(any.length - kept.length);
      }),
    );
  });

  it('never quotes a text', () => {
    const stored = without(changed(4, { text: 'secret' }), 1);
    expect(JSON.stringify(compareTurns(turns, stored))).not.toMatch(/secret|text/);
  });
});
