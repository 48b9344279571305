import type { CommunicationState, Conversation, MessageCommunication } from '@headroom/genesys-wire/platform';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as pacing from '../../../../lib/base/delay.ts';
import { PlatformClient } from '../../../../lib/genesys/platform/client.ts';
import type { AgentEvent } from '../../../../lib/measures/events.ts';
import { Desk } from '../../../../lib/play/agent/desk.ts';
import { Presence } from '../../../../lib/play/agent/presence.ts';
import { Servers } from '../../../../packages/engine/test/modules/servers.ts';
import { forget, iterate } from '../../../k6/vu.ts';
import { aPlan } from '../../plan/a-plan.ts';

const servers = new Servers();
afterEach(() => {
  servers.close();
  forget();
  vi.restoreAllMocks();
});

const MESSAGES = '/api/v2/conversations/messages/c1';
const now = { minMs: 0, maxMs: 0 };
const dialogue = {
  id: 'd1',
  turns: [
    { from: 'customer' as const, text: 'Hello' },
    { from: 'agent' as const, text: 'Hi' },
  ],
};

/** A communication in which these messages were said. */
function communication(id: string, state: CommunicationState, ...messageIds: string[]): MessageCommunication {
  const messages = messageIds.map((messageId) => ({ messageId, messageTime: '', messageStatus: 'sent' as const }));
  return { id, state, direction: 'inbound', type: 'webmessaging', messages };
}

function conversation(state: CommunicationState, ...said: string[]): Conversation {
  return {
    id: 'c1',
    participants: [
      { id: 'customer', purpose: 'customer', messages: [communication('k', 'connected', 'm1')] },
      {
        id: 'p1',
        purpose: 'agent',
        userId: 'u1',
        wrapupRequired: true,
        messages: [communication('k1', state, ...said)],
      },
    ],
  };
}

const stored = (id: string, direction: 'inbound' | 'outbound', text: string) => ({
  ...{ id, direction, conversationId: 'c1', messengerType: 'webmessaging', status: 'sent' },
  normalizedMessage: { type: 'Text', text },
  timestamp: new Date(0).toISOString(),
});

/** What the API answers to each call of one whole conversation, and of the shift around it. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  'GET /api/v2/presence/definitions': { entities: [{ id: 'on', systemPresence: 'OnQueue' }] },
  'PATCH /api/v2/users/u1/presences/purecloud': {},
  [`PATCH ${MESSAGES}/participants/p1`]: {},
  [`POST ${MESSAGES}/messages/bulk`]: {
    entities: [stored('m1', 'inbound', 'Hello'), stored('m2', 'outbound', 'Hi')],
  },
  [`POST ${MESSAGES}/communications/k1/messages`]: stored('m2', 'outbound', 'Hi'),
  'GET /api/v2/conversations/c1': conversation('disconnected', 'm2'),
  [`GET ${MESSAGES}/participants/p1/wrapupcodes`]: [{ id: 'w', name: 'Done' }],
  [`POST ${MESSAGES}/participants/p1/communications/k1/wrapup`]: {},
};

it('an agent waits for Retry-After whatever it calls: presence, accept, read, reply, recall, wrap-up', async () => {
  const { delay } = pacing;
  const waits = vi.spyOn(pacing, 'delay').mockImplementation(() => delay(1));
  const events: AgentEvent[] = [];
  const emit = (event: AgentEvent) => events.push(event);
  const arrived: string[] = [];
  let shown = conversation('alerting');
  const address = await servers.http((request, response) => {
    const call = `${request.method} ${request.url}`;
    const first = !arrived.includes(call);
    arrived.push(call);
    if (first) response.writeHead(429, { 'retry-after': '9' }).end();
    else response.end(JSON.stringify(ANSWERS[call] ?? {}));
    if (first) return;
    if (call.startsWith('PATCH') && call.endsWith('/p1')) shown = conversation('connected');
    if (call.endsWith('/communications/k1/messages')) shown = conversation('disconnected', 'm2');
  });
  await iterate(async () => {
    const client = new PlatformClient(`http://${address}`, async () => 'token');
    expect(await new Presence(client, 'u1', Number.POSITIVE_INFINITY).set('OnQueue')).toBe(true);
    await new Promise<void>((done) => {
      const agents = { ...aPlan().agents, accept: now, reply: now, wrapUp: now } as never;
      const desk = new Desk({
        ...{ userId: 'u1', client, agents, plan: aPlan(), random: () => 0, findDialogue: () => dialogue, emit },
        changed: () => queueMicrotask(turn),
      });
      let last = shown;
      const turn = () => {
        if (shown !== last) {
          last = shown;
          desk.observe(shown);
        }
        desk.work(Date.now());
        if (!desk.busy) done();
      };
      desk.observe(shown);
    });
  });
  expect([...arrived].sort()).toEqual(
    Object.keys(ANSWERS)
      .flatMap((call) => (call.includes('bulk') ? [call, call, call] : [call, call]))
      .sort(),
  );
  expect(waits.mock.calls).toEqual(Object.keys(ANSWERS).map(() => [9_000]));
  const sent = { kind: 'message', state: 'sent', side: 'agent' };
  const none = { sent: 0, unresolved: 0, lost: 0, altered: 0, duplicated: 0, reordered: 0 };
  const account = {
    ...{ kind: 'account', side: 'agent', transcript: 'd1', where: 'conversation c1', discrepancies: [] },
    counts: { ...none, sent: 1, acked: 1 },
  };
  expect(events.filter(({ kind }) => kind === 'message' || kind === 'account')).toMatchObject([
    { kind: 'message', state: 'delivered', side: 'customer' },
    sent,
    account,
  ]);
});

/** A desk whose API answers everything with success, unless it is told otherwise, and the calls it got. */
function aDesk(answering: (call: string) => unknown = () => undefined) {
  const shared = vi.fn();
  const calls: string[] = [];
  const call = async (method: string, _name: string, path: string) => {
    calls.push(`${method} ${path}`);
    return answering(`${method} ${path}`) ?? { ok: true, body: ANSWERS[`${method} ${path}`] ?? {} };
  };
  const agents = { ...aPlan().agents, accept: now, reply: now, wrapUp: now } as never;
  const desk = new Desk({
    ...{ userId: 'u1', client: { call } as never, agents, plan: aPlan(), random: () => 0 },
    ...{ findDialogue: () => undefined, emit: () => {}, changed: () => {}, userShared: shared },
  });
  return { desk, calls, shared };
}

/** Does what is due until the agent has nothing to do. */
async function settled(desk: Desk, turns = 8): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    desk.work(Date.now());
    await pacing.delay(0);
  }
}

it('the server is asked for the state of a conversation that ended while the channel was away', async () => {
  const { desk, calls } = aDesk();
  let before: string[] = [];
  await iterate(async () => {
    desk.observe(conversation('connected'));
    await settled(desk);
    before = [...calls];
    desk.catchUp([]);
    await settled(desk);
  });
  expect(before.map((call) => call.replace(MESSAGES, ''))).toEqual(['POST /messages/bulk']);
  expect(calls).toContain('GET /api/v2/conversations/c1');
  expect(calls.at(-1)).toMatch(/wrapup$/);
  expect(desk.busy).toBe(false);
});

it('a conversation that is done with is not taken up again by a view of it that is out of date', async () => {
  const { desk } = aDesk();
  const busy: boolean[] = [];
  await iterate(async () => {
    desk.observe(conversation('connected'));
    busy.push(desk.busy);
    desk.observe(conversation('disconnected'));
    await settled(desk);
    busy.push(desk.busy);
    desk.observe(conversation('connected'));
    busy.push(desk.busy);
  });
  expect(busy).toEqual([true, false, false]);
});

const REPLY = `POST ${MESSAGES}/communications/k1/messages`;
const RECALL = 'GET /api/v2/conversations/c1';

it('a reply that is answered 503 is not sent again before the server was asked whether it has it', async () => {
  const [calls, texts]: [string[], string[]] = [[], []];
  const address = await servers.http((request, response) => {
    const call = `${request.method} ${request.url}`;
    calls.push(call);
    // What stands before the API has lost the answer: the reply is stored.
    if (call === REPLY) {
      texts.push('Hi');
      response.writeHead(503, { 'retry-after': '0' }).end();
    } else if (call === RECALL) response.end(JSON.stringify(conversation('connected', ...texts.map(() => 'm2'))));
    else response.end(JSON.stringify(ANSWERS[call] ?? {}));
  });
  const now = () => Date.now() + 60_000 * calls.length;
  await iterate(async () => {
    const client = new PlatformClient(`http://${address}`, async () => 'token');
    const agents = { ...aPlan().agents, accept: { minMs: 0, maxMs: 0 }, reply: { minMs: 0, maxMs: 0 } } as never;
    await new Promise<void>((done) => {
      const desk = new Desk({
        ...{
          userId: 'u1',
          client,
          agents,
          plan: aPlan(),
          random: () => 0,
          findDialogue: () => dialogue,
          emit: () => {},
        },
        changed: () => (calls.includes(RECALL) ? done() : desk.work(now())),
      });
      desk.observe(conversation('connected'));
    });
  });
  expect(calls.filter((call) => call === REPLY)).toHaveLength(1);
  expect(texts).toEqual(['Hi']);
});

it('a call whose answer cannot be read counts as failed, and the agent goes on', async () => {
  let odd = true;
  const { desk, calls } = aDesk((call) => {
    if (!odd || !call.includes('bulk')) return undefined;
    odd = false;
    return { ok: true, body: { entities: [null] } };
  });
  await iterate(async () => {
    desk.observe(conversation('connected'));
    desk.work(Date.now());
    await pacing.delay(0);
    desk.work(Date.now() + 60_000);
    await pacing.delay(0);
    await desk.settle();
  });
  expect(calls.filter((call) => call.includes('bulk'))).toHaveLength(2);
});

it('a call that alerts at an agent beside its conversations is none of them', async () => {
  const { desk } = aDesk();
  await iterate(async () => {
    const participants = [
      { id: 'p0', purpose: 'customer' },
      { id: 'p1', purpose: 'agent', userId: 'u1' },
    ];
    desk.observe({ id: 'call', participants } as unknown as Conversation);
    expect(desk.busy).toBe(false);
  });
});

it('a conversation that a customer left open is ended and wrapped up when the shift is over', async () => {
  const { desk, calls } = aDesk();
  await iterate(async () => {
    desk.observe(conversation('connected'));
    await settled(desk);
    desk.leave(Date.now());
    await settled(desk);
    desk.observe(conversation('disconnected'));
    await settled(desk);
  });
  expect(calls.map((call) => call.replace(MESSAGES, '')).slice(1)).toEqual([
    'PATCH /participants/p1',
    'GET /participants/p1/wrapupcodes',
    'POST /participants/p1/communications/k1/wrapup',
  ]);
  expect(desk.busy).toBe(false);
});

describe('replies of an agent that it did not send', () => {
  it('are told where it has sent none itself', () => {
    const { desk, shared } = aDesk();
    desk.observe(conversation('alerting'));
    desk.observe(conversation('connected'));
    expect(shared).not.toHaveBeenCalled();
    desk.observe(conversation('connected', 'm2'));
    expect(shared).toHaveBeenCalled();
  });

  it('are not told of a conversation that was there before, in which an earlier run may have replied', () => {
    const { desk, shared } = aDesk();
    desk.observe(conversation('connected', 'm2', 'm3'));
    expect(shared).not.toHaveBeenCalled();
  });
});
