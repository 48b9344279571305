import type { Participant } from '@headroom/genesys-wire/platform';
import { describe, expect, it } from 'vitest';
import { ownRun, strangerIn } from '../../../../lib/play/agent/strangers.ts';

const BEGAN_AT_MS = Date.parse('2026-12-01T00:00:00Z');
const own = { id: 'run-a', beganAtMs: BEGAN_AT_MS };

/** A customer with these attributes, who said something so long after the run began (s). */
function customer(attributes: Record<string, string> | undefined, ...saidAfterS: readonly number[]): Participant[] {
  const messages = saidAfterS.map((seconds, place) => ({
    messageId: `m${place}`,
    messageTime: new Date(BEGAN_AT_MS + seconds * 1_000).toISOString(),
    messageStatus: 'received' as const,
  }));
  const communication = { id: 'c', state: 'connected', direction: 'inbound', type: 'webmessaging', messages } as const;
  return [{ id: 'p', purpose: 'customer', ...(attributes && { attributes }), messages: [communication] }];
}

describe('a conversation at an agent', () => {
  it.each([
    ['of this run', { customer: 'run-a-17' }, [3], undefined],
    ['of this run, by a name with the prefix of web chat', { 'context.customer': 'run-a-17' }, [3], undefined],
    ['of this run, on a clock that is far off', { customer: 'run-a-17' }, [-9_000], undefined],
    ['of another run at work', { customer: 'run-b-17' }, [3], 'foreign'],
    ['of another run, since shortly before this one', { customer: 'run-b-17' }, [-30], 'foreign'],
    ['that an earlier run left open', { customer: 'run-b-17' }, [-900, 4], 'left-over'],
    ['of a run whose id begins as this one’s', { customer: 'run-ab-1' }, [3], 'foreign'],
    ['without attributes, from before the run', undefined, [-900], 'left-over'],
    ['without attributes, which does not tell whose it is', undefined, [3], undefined],
    ['in which nothing was said yet', undefined, [], undefined],
  ] as const)('%s is told', (_whose, attributes, saidAfterS, stranger) => {
    expect(strangerIn(customer(attributes, ...saidAfterS), own)).toBe(stranger);
  });
});

describe('the run that agents know as theirs', () => {
  it('the run is that of all its shares, and known where it is known when it began', () => {
    const setup = { runId: 'run-a', beginsAtMs: BEGAN_AT_MS, segment: '' };
    expect(ownRun(setup)).toEqual(own);
    expect(ownRun({ ...setup, segment: '0:1/2' })).toEqual(own);
    expect(ownRun({ runId: 'run-a', segment: '' })).toBeUndefined();
  });
});
