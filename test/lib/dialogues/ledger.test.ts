import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../../lib/dialogues/ledger.ts';

const none = { sent: 0, unresolved: 0, lost: 0, altered: 0, duplicated: 0, reordered: 0, acked: 0 };

/** An account of these texts, each acknowledged, compared with what was stored. */
function verified(sent: readonly string[], stored: readonly string[]): Ledger {
  const ledger = new Ledger();
  for (const [turn, text] of sent.entries()) {
    ledger.acked(ledger.sent(text, turn), text);
  }
  ledger.verify(stored);
  return ledger;
}

describe('a ledger', () => {
  it('a ledger ends every message in one state, the first that applies', () => {
    const ledger = new Ledger();
    const sent = () => ledger.sent('text', 0);
    const [acked, altered, duplicated, refused] = [sent(), sent(), sent(), sent()];
    sent();
    ledger.acked(acked, 'text');
    ledger.acked(altered, 'other');
    ledger.acked(altered, 'text');
    ledger.acked(duplicated, 'text');
    ledger.acked(duplicated, 'text');
    ledger.refused(refused);
    expect(ledger.counts()).toEqual({ ...none, sent: 5, acked: 1, unresolved: 1, lost: 1, altered: 1, duplicated: 1 });
  });

  it('a ledger waits for texts that are under way, and not for refused ones', () => {
    const ledger = new Ledger();
    expect(ledger.waiting).toBe(false);
    const number = ledger.sent('text', 0);
    expect(ledger.waiting).toBe(true);
    ledger.refused(number);
    expect(ledger.waiting).toBe(false);
  });

  it('settles by what the server stored: a text counts for as many messages as there are copies', () => {
    const ledger = new Ledger();
    const [first, , third] = [ledger.sent('same', 0), ledger.sent('same', 1), ledger.sent('same', 2)];
    ledger.acked(first, 'same');
    expect(ledger.settle(['same', 'same'])).toEqual([third]);
    ledger.acked(ledger.resent(third), 'same');
    expect(ledger.counts()).toMatchObject({ sent: 3, acked: 3 });
  });

  it.each([
    ['a text that is not stored is lost', ['a', 'c'], [{ turn: 1, state: 'lost' }]],
    ['a text that is stored twice is duplicated', ['a', 'b', 'b', 'c'], [{ turn: 1, state: 'duplicated' }]],
    ['a stored text that nobody sent makes a missing one altered', ['a', 'x', 'c'], [{ turn: 1, state: 'altered' }]],
    ['a text that has to be moved is reordered', ['b', 'c', 'a'], [{ turn: 0, state: 'reordered' }]],
    [
      'a text is in the first state that applies',
      ['c', 'c', 'a'],
      [
        { turn: 1, state: 'lost' },
        { turn: 2, state: 'duplicated' },
      ],
    ],
    ['a stored text that nobody sent is ignored where none is missing', ['a', 'x', 'b', 'c'], []],
  ])('against everything stored, %s', (_, stored, discrepancies) => {
    expect(verified(['a', 'b', 'c'], stored).discrepancies()).toEqual(discrepancies);
  });

  it('a ledger that is verified knows that a text without an answer was stored', () => {
    const ledger = new Ledger();
    ledger.sent('a', 0);
    expect(ledger.counts()).toEqual({ ...none, sent: 1, unresolved: 1 });
    ledger.verify(['a']);
    expect(ledger.counts()).toEqual({ ...none, sent: 1, acked: 1 });
  });

  it('takes the last sending of a message for its place in the order', () => {
    const ledger = new Ledger();
    const [first] = [ledger.sent('a', 0), ledger.sent('b', 1)];
    ledger.refused(first);
    ledger.resent(first);
    ledger.verify(['b', 'a']);
    expect(ledger.counts()).toEqual({ ...none, sent: 2, acked: 2 });
  });

  it('knows a message under each number that it was sent under', () => {
    const ledger = new Ledger();
    const number = ledger.sent('text', 7);
    ledger.refused(number);
    const again = ledger.resent(ledger.resent(number));
    expect(ledger.waiting).toBe(true);
    expect([number, again].map((one) => ledger.text(one))).toEqual(['text', 'text']);
    ledger.acked(number, 'text');
    expect(ledger.text(again)).toBeUndefined();
    ledger.acked(again, 'text');
    expect(ledger.discrepancies()).toEqual([{ state: 'duplicated', turn: 7 }]);
  });

  it('a ledger that is verified tells lost, doubled and moved messages apart, whatever befell them', () => {
    const fates = fc.array(fc.constantFrom('kept', 'lost', 'doubled'), { maxLength: 12 });
    fc.assert(
      fc.property(fates, fc.nat(11), fc.nat(11), (fate, from, to) => {
        const sent = fate.map((_, turn) => `text ${turn}`);
        const stored = sent.flatMap((text, turn) =>
          fate[turn] === 'lost' ? [] : fate[turn] === 'doubled' ? [text, text] : [text],
        );
        const [moved] = fate.includes('doubled') ? [] : stored.splice(from, 1);
        if (moved !== undefined) stored.splice(to, 0, moved);
        const counts = verified(sent, stored).counts();
        expect(counts).toMatchObject({
          sent: sent.length,
          lost: fate.filter((one) => one === 'lost').length,
          duplicated: fate.filter((one) => one === 'doubled').length,
          altered: 0,
          unresolved: 0,
        });
        const landed = Math.min(to, stored.length - 1);
        expect(counts.reordered).toBe(moved === undefined || landed === from ? 0 : 1);
      }),
    );
  });

  it('ignores acknowledgements of what it never sent', () => {
    const ledger = new Ledger();
    ledger.acked(0, 'text');
    ledger.refused(0);
    expect(ledger.counts().sent).toBe(0);
  });

  it('the states of a ledger always add up to what was sent', () => {
    const event = fc.tuple(fc.constantFrom('sent', 'resent', 'acked', 'refused'), fc.nat(5), fc.constantFrom('a', 'b'));
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const ledger = new Ledger();
        let messages = 0;
        for (const [kind, number, text] of events) {
          if (kind === 'sent') {
            ledger.sent(text, 0);
            messages++;
          } else if (kind === 'refused') ledger.refused(number);
          else if (kind === 'acked') ledger.acked(number, text);
          else if (number < ledger.sendings) ledger.resent(number);
        }
        const { sent, ...states } = ledger.counts();
        expect(sent).toBe(messages);
        expect(Object.values(states).reduce((a, b) => a + b, 0)).toBe(sent);
      }),
    );
  });
});
