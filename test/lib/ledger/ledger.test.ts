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
