import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../lib/dialogues/dialogue.ts';
import { Receipts } from '../../../lib/dialogues/receipts.ts';

const turnsOf = (...texts: string[]): Turn[] => texts.map((text) => ({ from: 'agent', text }));
const FAULTS = ['dropped', 'altered by the org', 'altered on the way', 'doubled', 'only in the history'] as const;
const NONE = { received: 0, altered: 0, twice: 0, 'history-only': 0, nowhere: 0 };
const of = (...texts: string[]) => new Receipts({ turns: turnsOf(...texts) }, 'agent');

describe('the receipts of a dialogue', () => {
  it('they count each turn once, in whatever order it comes', () => {
    const receipts = of('a', 'b', 'a');
    expect(['a', 'a', 'b'].map((text) => receipts.heard(text))).toEqual(['received', 'received', 'received']);
    expect(receipts.counts(3)).toEqual({ ...NONE, received: 3 });
  });

  it('they know a text that comes once more than the dialogue has it, and one that it does not have', () => {
    const receipts = of('a', 'b');
    expect(['a', 'a', 'A'].map((text) => receipts.heard(text))).toEqual(['received', 'twice', 'altered']);
    expect(receipts.counts(2)).toEqual({ ...NONE, received: 1, twice: 1, altered: 1 });
  });

  it.each([
    ['whitespace', 'one  moment', 'one moment'],
    ['a Unicode normal form', 'caf\u00e9', 'cafe\u0301'],
    ['a line break', 'a\nb', 'a\r\nb'],
  ])('they see a change of %s', (_, said, heard) => {
    expect(of(said).heard(heard)).toBe('altered');
  });

  it('they tell what is in the history only from what is nowhere, and take no account of turns that were not due', () => {
    const receipts = of('a', 'b', 'c', 'd');
    receipts.heard('a');
    receipts.found(['a', 'b']);
    receipts.found(['a', 'b']);
    expect(receipts.counts(3)).toEqual({ ...NONE, received: 1, 'history-only': 1, nowhere: 1 });
    expect(receipts.heard('b')).toBe('received');
    expect(receipts.counts(2)).toEqual({ ...NONE, received: 2 });
  });

  it('they hold a text that was altered on the way for the one that the history has in its place', () => {
    const receipts = of('a', 'b');
    receipts.heard('a ');
    receipts.found(['a', 'b']);
    expect(receipts.counts(2)).toEqual({ ...NONE, altered: 1, 'history-only': 1 });
  });

  it('they hold for received what the history shows to who was away', () => {
    const receipts = of('a', 'b');
    receipts.found(['a'], true);
    receipts.found(['a', 'b']);
    expect(receipts.counts(2)).toEqual({ ...NONE, received: 1, 'history-only': 1 });
  });

  it('they know what did not arrive where the org shows it one by one', () => {
    const receipts = of('a', 'a');
    receipts.heard('a');
    receipts.unheard('a');
    receipts.unheard('x');
    expect(receipts.counts(0)).toEqual({ ...NONE, received: 1, 'history-only': 1 });
  });

  it('they leave out what another receiver heard', () => {
    const receipts = of('a', 'b');
    receipts.heardElsewhere('a');
    receipts.heard('b');
    expect(receipts.counts(2)).toEqual({ ...NONE, received: 1 });
  });

  it('they account for every planted fault, and for nothing else', () => {
    const fault = fc.constantFrom('none', 'none', ...FAULTS);
    const plan = fc.array(fc.record({ text: fc.constantFrom('yes', 'no', 'one moment', 'sure'), fault }), {
      maxLength: 9,
    });
    fc.assert(
      fc.property(plan, fc.infiniteStream(fc.nat(100)), (turns, draws) => {
        const receipts = of(...turns.map(({ text }) => text));
        const frames = turns.flatMap(({ text, fault }) => {
          if (fault === 'dropped' || fault === 'only in the history') return [];
          if (fault.startsWith('altered')) return [`${text} `];
          return [text];
        });
        const shuffled = frames
          .map((text) => ({ text, at: draws.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ text }) => text);
        for (const text of shuffled) receipts.heard(text);
        for (const { fault } of turns) if (fault === 'doubled') receipts.doubled();
        receipts.found(
          turns.flatMap(({ text, fault }) => {
            if (fault === 'dropped') return [];
            return [fault === 'altered by the org' ? `${text} ` : text];
          }),
        );
        const planted = (...faults: string[]) => turns.filter(({ fault }) => faults.includes(fault)).length;
        expect(receipts.counts(turns.length)).toEqual({
          received: planted('none', 'doubled'),
          altered: planted('altered by the org', 'altered on the way'),
          twice: planted('doubled'),
          'history-only': planted('only in the history'),
          nowhere: planted('dropped'),
        });
      }),
    );
  });
});
