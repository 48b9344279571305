import { describe, expect, it } from 'vitest';
import { checkConversation } from '../../../cli/verify/check-conversation.ts';
import type { Dialogue, Side } from '../../../lib/dialogues/dialogue.ts';
import { attributesFor } from '../../../lib/dialogues/transcript-attribute.ts';
import { openingsOf } from '../../../lib/dialogues/transcript-by-opening.ts';
import { aPlan, planJson } from '../../lib/plan/a-plan.ts';

const dialogue: Dialogue = {
  id: 'd1',
  turns: [
    { from: 'customer', text: 'See' },
    { from: 'agent', text: 'I see' },
  ],
};

/** What is wrong with a whole conversation of visit 3, each side of which sends a file where the plan has it do so. */
function wrongWith(hasFiles: boolean, attachments = 1, side: Side = 'customer'): readonly object[] {
  const plan = aPlan({
    customers: { ...planJson().customers, attachments: side === 'customer' ? attachments : 0 },
    agents: { ...planJson().agents, attachments: side === 'agent' ? attachments : 0 },
  });
  const messages = dialogue.turns.map((turn, atMs) => ({
    ...turn,
    atMs,
    hasFiles: hasFiles && turn.from === side,
  }));
  const stored = { messages, attributes: attributesFor(0, dialogue, 'run-3') };
  const against = { dialogues: [dialogue], openings: openingsOf([dialogue]), runs: new Set<string>(), plan };
  return checkConversation('c', stored, 2, against).wrong;
}

describe('the file of a stored conversation', () => {
  it('is found with its text, and is named where it is missing', () => {
    expect(wrongWith(true)).toEqual([]);
    expect(wrongWith(false)).toMatchObject([{ kind: 'without its file', turn: 0 }]);
    expect(wrongWith(false, 0)).toEqual([]);
    expect(wrongWith(true, 1, 'agent')).toEqual([]);
    expect(wrongWith(false, 1, 'agent')).toMatchObject([{ kind: 'without its file', turn: 1 }]);
  });
});
