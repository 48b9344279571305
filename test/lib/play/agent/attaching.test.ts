import type { CommunicationState, Conversation, MessageData } from '@headroom/genesys-wire/platform';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../../../lib/measures/events.ts';
import { Attaching, attachmentReply } from '../../../../lib/play/agent/attaching.ts';
import { Holding } from '../../../../lib/play/agent/holding.ts';
import type { UploadResult } from '../../../../lib/play/agent/job.ts';
import { DrivenHandling } from './driven-handling.ts';

const dialogue = {
  id: 'd1',
  turns: [
    { from: 'customer' as const, text: 'Hello' },
    { from: 'agent' as const, text: 'Hi' },
  ],
};
const at = (n: number) => ({ minMs: n, maxMs: n });
let events: AgentEvent[];
beforeEach(() => {
  events = [];
});

function conversation(state: CommunicationState): Conversation {
  const part = (id: string, messages: readonly string[]) => [
    {
      ...{ id, state, direction: 'inbound' as const, type: 'webmessaging' as const },
      messages: messages.map((messageId) => ({ messageId, messageTime: '', messageStatus: 'sent' as const })),
    },
  ];
  return {
    id: 'c',
    participants: [
      { id: 'customer', purpose: 'customer', attributes: { transcript: '0 d1' }, messages: part('k0', ['m1']) },
      { id: 'a', purpose: 'agent', userId: 'u', messages: part('k', []) },
    ],
  };
}

/** The only reply is due in 100 ms, and each conversation gets a file and a hold of 5 s where it is asked for. */
function talking({ file = false, hold = false }): DrivenHandling {
  const emit = (event: AgentEvent) => events.push(event);
  const handling = new DrivenHandling(
    {
      ...{ conversationId: 'c', participantId: 'a', emit },
      attaching: file ? new Attaching({ share: 1, seed: 1 }, 'c', emit) : undefined,
      holding: hold ? new Holding({ share: 1, time: at(5_000), seed: 1 }, 'c') : undefined,
      pace: { accept: at(0), missed: 0, reply: at(100), wrapUp: at(0) },
      random: () => 0.5,
      findDialogue: () => dialogue,
    },
    0,
  );
  handling.observe(conversation('connected'), 0);
  handling.due(0);
  const said = { id: 'm1', direction: 'inbound', timestamp: new Date(0).toISOString() };
  handling.read([{ ...said, normalizedMessage: { type: 'Text', text: 'Hello' } } as unknown as MessageData], 0);
  return handling;
}

const told = () => events.filter(({ kind }) => kind === 'attachment');

describe('the draw of a file', () => {
  it('it names one of the replies, in the share of the conversations that the plan says', () => {
    const draws = (share: number) =>
      Array.from({ length: 400 }, (_, n) => attachmentReply({ share, seed: 1 }, `${n}`, 3));
    const drawn = draws(0.5).filter((reply) => reply !== undefined);
    expect(new Set(drawn)).toEqual(new Set([0, 1, 2]));
    expect(Math.abs(drawn.length - 200)).toBeLessThan(40);
    expect(draws(0).some((reply) => reply !== undefined)).toBe(false);
  });
});

describe('a reply with a file', () => {
  it('it is said once the file is uploaded, names it, and names it again when it has to be said again', () => {
    const handling = talking({ file: true });
    expect(handling.due(0)).toEqual({ kind: 'upload', communicationId: 'k' });
    expect(handling.due(50)).toBeUndefined();
    handling.uploaded({ state: 'uploaded', mediaId: 'f1' }, 60);
    expect(handling.due(99)).toBeUndefined();
    const reply = { kind: 'reply', communicationId: 'k', text: 'Hi', mediaIds: ['f1'] };
    expect(handling.due(100)).toEqual(reply);
    handling.replied({ kind: 'unknown' }, 110);
    expect(handling.due(handling.due(110) === undefined ? handling.waitsUntilMs : 110)).toEqual({ kind: 'recall' });
    handling.recalled([], 5_000);
    expect(handling.due(60_000)).toEqual({ ...reply, again: 0 });
    expect(told()).toEqual([{ kind: 'attachment', state: 'sent' }]);
  });

  it.each<[UploadResult]>([[{ state: 'refused' }], [{ state: 'failed' }]])(
    'it is said without the file where the upload was %o',
    (result) => {
      const handling = talking({ file: true });
      handling.due(0);
      handling.uploaded(result, 50);
      expect(handling.due(60_000)).toEqual({ kind: 'reply', communicationId: 'k', text: 'Hi' });
      expect(told()).toEqual([{ kind: 'attachment', state: result.state }]);
    },
  );
});

describe('a reply after a hold', () => {
  it('it is said once the agent has held for its time and goes on', () => {
    const handling = talking({ hold: true });
    expect(handling.due(0)).toEqual({ kind: 'hold', participantId: 'a', held: true });
    handling.holdAnswered(true, 10);
    expect(handling.due(4_999)).toBeUndefined();
    expect(handling.due(5_000)).toEqual({ kind: 'hold', participantId: 'a', held: false });
    handling.holdAnswered(true, 5_010);
    expect(handling.due(5_010)).toMatchObject({ kind: 'reply', text: 'Hi' });
  });

  it('it is said at its time where the org refuses the hold', () => {
    const handling = talking({ hold: true });
    handling.due(0);
    handling.holdAnswered(false, 10);
    expect(handling.due(60_000)).toMatchObject({ kind: 'reply', text: 'Hi' });
  });
});
