import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../../lib/ledger/ledger.ts';

describe('a ledger', () => {
  it('ends every message in one state, the first that applies', () => {
    const ledger = new Ledger();
    for (const id of ['acked', 'lost', 'altered', 'duplicated', 'refused']) ledger.sent(id, 'text');
    ledger.acked('acked', 'text');
    ledger.acked('altered', 'other');
    ledger.acked('altered', 'text');
    ledger.acked('duplicated', 'text');
    ledger.acked('duplicated', 'text');
    ledger.refused('refused');
    expect(ledger.counts()).toEqual({ sent: 5, acked: 1, lost: 2, altered: 1, duplicated: 1 });
  });

  it('waits for what is on its way, and not for what was refused', () => {
    const ledger = new Ledger();
    expect(ledger.waiting).toBe(false);
    ledger.sent('1', 'text');
    expect(ledger.waiting).toBe(true);
    ledger.refused('1');
    expect(ledger.waiting).toBe(false);
  });

  it('settles by what the server stored: a text counts for as many messages as there are copies', () => {
    const ledger = new Ledger();
    for (const id of ['1', '2', '3']) ledger.sent(id, 'same');
    ledger.acked('1', 'same');
    expect(ledger.settle(['same', 'same'])).toEqual(['3']);
    ledger.resent('3', '4');
    ledger.acked('4', 'same');
    expect(ledger.counts()).toMatchObject({ sent: 3, acked: 3 });
  });

  it('verified against everything stored, knows what is missing, doubled or not its own', () => {
    const ledger = new Ledger();
    for (const id of ['gone', 'twice', 'once']) {
      ledger.sent(id, id);
      ledger.acked(id, id);
    }
    ledger.verify(['twice', 'once', 'twice', 'stranger']);
    expect(ledger.counts()).toEqual({ sent: 3, acked: 1, lost: 1, altered: 0, duplicated: 1 });
  });

  it('ignores acknowledgements of what it never sent', () => {
    const ledger = new Ledger();
    ledger.acked('1', 'text');
    expect(ledger.counts().sent).toBe(0);
  });

  it('always balances', () => {
    const event = fc.tuple(fc.constantFrom('sent', 'acked', 'refused'), fc.nat(5), fc.constantFrom('a', 'b'));
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const ledger = new Ledger();
        for (const [kind, id, text] of events) {
          if (kind === 'refused') ledger.refused(`${id}`);
          else if (kind === 'sent') ledger.sent(`${id}`, text);
          else ledger.acked(`${id}`, text);
        }
        const { sent, ...states } = ledger.counts();
        expect(Object.values(states).reduce((a, b) => a + b, 0)).toBe(sent);
      }),
    );
  });
});
