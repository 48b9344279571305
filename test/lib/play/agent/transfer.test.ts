import type { CommunicationState, Conversation, MessageData, Participant } from '@headroom/genesys-wire/platform';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../../../lib/measures/events.ts';
import type { TransferJob } from '../../../../lib/play/agent/job.ts';
import { Transfer, transfersAfter } from '../../../../lib/play/agent/transfer.ts';
import { makeTransfer } from '../../../../lib/play/agent/transfer-call.ts';
import { DrivenHandling } from './driven-handling.ts';

const all = { share: 1, to: 'queue' as const, seed: 1 };
const turns = ['Hello', 'Hi', 'My bill', 'One moment', 'Thanks', 'Bye'].map((text, turn) => ({
  from: turn % 2 === 0 ? ('customer' as const) : ('agent' as const),
  text,
}));
const dialogue = { id: 'd1', turns };
const at = (n: number) => ({ minMs: n, maxMs: n });

describe('the draw of a transfer', () => {
  const draws = (share: number, seed = 1) =>
    Array.from({ length: 400 }, (_, n) => transfersAfter({ share, to: 'queue', seed }, `conversation ${n}`, 4));

  it('it leaves each of the two agents a turn, in the share of the conversations that the plan says', () => {
    const made = draws(0.5).filter(Number.isFinite);
    expect(new Set(made)).toEqual(new Set([1, 2, 3]));
    expect(Math.abs(made.length - 200)).toBeLessThan(40);
    expect(draws(0).some(Number.isFinite)).toBe(false);
    expect(transfersAfter(all, 'c', 1)).toBe(Number.POSITIVE_INFINITY);
  });

  it('it depends on the plan and the conversation alone', () => {
    expect(draws(0.5)).toEqual(draws(0.5));
    expect(draws(0.5)).not.toEqual(draws(0.5, 2));
  });
});

const said = (ids: readonly string[]) =>
  ids.map((messageId) => ({ messageId, messageTime: '', messageStatus: 'sent' as const }));
const communication = (state: CommunicationState, ids: readonly string[], more: object = {}) => [
  { id: 'k', state, direction: 'inbound' as const, type: 'webmessaging' as const, messages: said(ids), ...more },
];

/** The conversation after the first agent's first reply. */
function conversation(...agents: readonly Participant[]): Conversation {
  const messages = communication('connected', ['m1']);
  return {
    id: 'c',
    participants: [{ id: 'customer', purpose: 'customer', attributes: { transcript: '0 d1' }, messages }, ...agents],
  };
}
const agent = (id: string, state: CommunicationState, ids: readonly string[] = [], more: object = {}) => ({
  ...{ id, purpose: 'agent' as const, userId: id, queueId: 'q1', wrapupRequired: true },
  messages: communication(state, ids, more),
});
const message = (id: string, text: string, atMs: number) =>
  ({
    ...{ id, direction: 'inbound', timestamp: new Date(atMs).toISOString() },
    normalizedMessage: { type: 'Text', text },
  }) as unknown as MessageData;

describe('a conversation that is handed on', () => {
  let events: AgentEvent[];
  const told = (kind: string) => events.filter((event) => event.kind === kind);
  const handling = (participantId: string, nowMs: number, transfer?: Transfer) =>
    new DrivenHandling(
      {
        ...{ conversationId: 'c', participantId, transfer },
        pace: { accept: at(0), missed: 0, reply: at(100), wrapUp: at(0) },
        random: () => 0.5,
        findDialogue: ({ transcript }) => (transcript === '0 d1' ? dialogue : undefined),
        emit: (event) => events.push(event),
      },
      nowMs,
    );
  beforeEach(() => {
    events = [];
  });

  /** The conversation of which the first of three turns is said, and the transfer is out. */
  function asking(): DrivenHandling {
    const name = Array.from({ length: 99 }, (_, n) => `${n}`).find((one) => transfersAfter(all, one, 3) === 1) ?? '';
    const first = handling('a', 0, new Transfer(all, name));
    first.observe(conversation(agent('a', 'connected')), 0);
    first.due(0);
    first.read([message('m1', 'Hello', 0)], 0);
    first.due(100);
    first.replied({ kind: 'stored', text: 'Hi' }, 100);
    expect(first.due(199)).toBeUndefined();
    expect(first.due(200)).toMatchObject({ kind: 'transfer', participantId: 'a', to: 'queue', fromQueueId: 'q1' });
    return first;
  }

  it('the first agent says nothing after it, asks how the conversation stands, and wraps up its own part', () => {
    const first = asking();
    first.transferred('made', 200);
    expect(first.due(200)).toEqual({ kind: 'recall' });
    first.observe(conversation(agent('a', 'disconnected', ['m2'], { disconnectType: 'transfer' })), 201);
    first.recalled(['Hi'], 201);
    expect(first.due(201)).toMatchObject({ kind: 'wrap-up', participantId: 'a' });
    first.wrappedUp(true, 202);
    expect(first.done).toBe(true);
    expect(first.replies.ledger.counts()).toMatchObject({ sent: 1, acked: 1, lost: 0 });
    expect(told('transfer')).toEqual([{ kind: 'transfer', state: 'made' }]);
  });

  it('the first agent goes on asking, now and then, while the org shows it in the conversation still', () => {
    const first = asking();
    first.transferred('made', 200);
    first.due(200);
    first.recalled(['Hi'], 201);
    expect(first.due(202)).toBeUndefined();
    expect(first.due(first.waitsUntilMs)).toEqual({ kind: 'recall' });
  });

  it('the first agent goes on itself where the org refuses the transfer', () => {
    const first = asking();
    first.transferred('refused', 200);
    first.observe(conversation(agent('a', 'connected', ['m2'])), 300);
    expect(first.due(300)).toBeUndefined();
    expect(told('transfer')).toEqual([{ kind: 'transfer', state: 'refused' }]);
    expect(first.waitsUntilMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('a transfer without an answer is tried five times while the org shows the agent in it, and then counts as refused', () => {
    const first = asking();
    let [tries, nowMs] = [0, 200];
    for (; tries < 9; nowMs += 500) {
      const job = tries === 0 ? { kind: 'transfer' } : first.due(nowMs);
      if (job?.kind === 'transfer') {
        tries++;
        first.transferred('unknown', nowMs);
      } else if (job?.kind === 'recall') first.recalled(['Hi'], nowMs);
      else if (first.waitsUntilMs === Number.POSITIVE_INFINITY) break;
    }
    expect(tries).toBe(5);
    expect(told('transfer')).toEqual([{ kind: 'transfer', state: 'refused' }]);
  });

  it('the second agent reads what was said, and goes on where the first left off', () => {
    const second = handling('b', 500, new Transfer(all, 'c'));
    const before = agent('a', 'disconnected', ['m2'], { disconnectType: 'transfer' });
    second.observe(conversation(before, agent('b', 'alerting')), 500);
    expect(second.due(500)).toMatchObject({ kind: 'accept' });
    second.answered(true, 500);
    second.observe(conversation(before, agent('b', 'connected')), 500);
    expect(second.due(500)).toEqual({ kind: 'recall' });
    second.recalled([], 500, ['Hi']);
    second.due(500);
    second.read([message('m1', 'Hello', 0), message('m3', 'My bill', 600)], 600);
    expect(second.due(700)).toMatchObject({ kind: 'reply', text: 'One moment' });
    second.replied({ kind: 'stored', text: 'One moment' }, 700);
    expect(second.replies.ledger.turn(0)).toBe(3);
    expect(second.replies.ledger.counts()).toMatchObject({ sent: 1, acked: 1 });
    expect(told('transfer')).toEqual([{ kind: 'transfer', state: 'taken-over' }]);
    // What was said to the first agent was delivered to that one.
    expect(events.filter((event) => 'state' in event && event.state === 'delivered')).toHaveLength(1);
  });

  it.each([
    ['the org shows when the first left', { endTime: new Date(300).toISOString() }, 1],
    ['the org does not, as what was said before the alert', {}, 0],
  ])('what the customer says while nobody is there is received by the second agent: %s', (_, left, received) => {
    const second = handling('b', 500);
    const first = { ...agent('a', 'disconnected', ['m2'], { disconnectType: 'transfer' }), ...left };
    second.observe(conversation(first, agent('b', 'connected')), 500);
    second.due(500);
    second.recalled([], 500, ['Hi']);
    second.due(500);
    second.read([message('m1', 'Hello', 0), message('m3', 'My bill', 400)], 600);
    expect(second.replies.receipts).toMatchObject({ received, altered: 0, twice: 0, nowhere: 0 });
    expect(events.filter((event) => 'state' in event && event.state === 'delivered')).toHaveLength(received);
    expect(second.due(700)).toMatchObject({ kind: 'reply', text: 'One moment' });
  });

  it('an agent after one who missed the alert takes nothing over', () => {
    const next = handling('b', 0);
    const missed = agent('a', 'disconnected', [], { disconnectType: 'transfer.noanswer' });
    next.observe(conversation(missed, agent('b', 'connected')), 0);
    expect(next.due(0)).toMatchObject({ kind: 'read' });
    expect(told('transfer')).toEqual([]);
  });
});

describe('the call of a transfer', () => {
  const job: TransferJob = { kind: 'transfer', participantId: 'a', to: 'queue', fromQueueId: 'q1', pick: 0.9 };
  const member = (id: string, status?: string) => ({ id, ...(status && { routingStatus: { status } }) });
  const members = [member('me', 'IDLE'), member('off', 'OFF_QUEUE'), member('b', 'INTERACTING'), member('c', 'IDLE')];

  async function called(over: Partial<TransferJob>, queues: readonly string[] = [], status = 202) {
    const calls: unknown[] = [];
    const call = async (method: string, _name: string, path: string, body?: unknown) => {
      if (method === 'GET') return { ok: true, body: { entities: members } };
      calls.push([path, body]);
      return status === 202 ? { ok: true, body: undefined } : { ok: false, status, reason: '' };
    };
    const setup = { client: { call } as never, userId: 'me', queues };
    return { result: await makeTransfer(setup, 'c', { ...job, ...over }), calls };
  }
  const replace = (to: string) => `/api/v2/conversations/c/participants/a/replace/${to}`;

  it.each<[string, Partial<TransferJob>, readonly string[], string, object]>([
    ['to its own queue where the plan names no other', {}, ['q1'], 'queue', { queueId: 'q1' }],
    ['to one of the plan’s other queues', {}, ['q1', 'q2', 'q3'], 'queue', { queueId: 'q3' }],
    ['to another agent who is on queue', { to: 'agent' }, [], 'agent', { userId: 'c' }],
  ])('it hands the conversation on %s', async (_, over, queues, to, where) => {
    const { result, calls } = await called(over, queues);
    expect(result).toBe('made');
    expect(calls).toEqual([[replace(to), { transferType: 'Unattended', ...where }]]);
  });

  it.each([
    [403, 'refused'],
    [404, 'refused'],
    [400, 'unknown'],
    [503, 'unknown'],
    [0, 'unknown'],
  ])('an answer %i makes it %s', async (status, result) => {
    expect((await called({}, [], status)).result).toBe(result);
  });

  it('it is refused without a call where no queue is known', async () => {
    expect(await called({ fromQueueId: undefined })).toEqual({ result: 'refused', calls: [] });
  });
});
