import type { Participant } from '@headroom/genesys-wire/platform';
import { describe, expect, it } from 'vitest';
import { customerAttributes } from '../../../../lib/genesys/platform/customer-attributes.ts';

const customer = (attributes: Record<string, string>): Participant => ({
  ...{ id: 'p', purpose: 'customer', messages: [] },
  attributes,
});

describe('the attributes of a customer', () => {
  it.each<[string, Record<string, string>]>([
    ['by their names', { transcript: '3 a', other: 'b' }],
    ['with the prefix of legacy web chat', { 'context.transcript': '3 a' }],
    ['in both forms, of which the plain one counts', { 'context.transcript': '4 b', transcript: '3 a' }],
  ])('the attributes are read %s', (_, attributes) => {
    expect(customerAttributes([customer(attributes)]).transcript).toBe('3 a');
  });

  it('the attributes of other participants do not count, nor does a participant without any', () => {
    const agent: Participant = { ...customer({ transcript: '9 z' }), purpose: 'agent' };
    const { attributes: _, ...bare } = customer({});
    expect(customerAttributes([agent, bare, customer({ transcript: '3 a' })])).toEqual({ transcript: '3 a' });
  });
});
