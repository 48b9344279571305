import type { ContentPart } from '@headroom/genesys-wire/guest';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { agentId, deploymentId, wrapUpCodeId } from '../../src/base/ready-made-ids.ts';
import type { Conversation } from '../../src/conversations/conversation.ts';
import { toFlatWire, toWire } from '../../src/conversations/conversation-wire.ts';
import { setHeld } from '../../src/org/hold.ts';
import type { RunningTenant } from '../../src/server.ts';
import { api, stillTenant } from '../client.ts';
import { runs } from '../deep.ts';
import { httpCall } from '../http-call.ts';

/** A conversation that is over is kept in little memory from the tenant's next sweep on. Nobody sees that. */

const SETS = ['limits.enabled=false', 'agents.count=2', 'agents.capacity=25'];
const SWEEP_MS = 250;
const YEAR = '2026-01-01T00:00:00Z/2026-12-31T00:00:00Z';

const text = fc.string({ unit: 'binary', minLength: 1 });
const file: ContentPart = {
  contentType: 'Attachment',
  attachment: { id: 'f', url: 'http://127.0.0.1/f', filename: 'f.txt', mediaType: 'File', fileSize: 3 },
};
const pressed: ContentPart = { contentType: 'ButtonResponse', buttonResponse: { type: 'QuickReply', text: 'Yes' } };
const step = fc.record({
  what: fc.constantFrom('customer', 'agent', 'agent', 'hold', 'transfer', 'write'),
  text,
  attributes: fc.dictionary(text, text, { maxKeys: 3 }),
  content: fc.subarray([file, pressed]),
  afterMs: fc.nat(90_000),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

type Still = Awaited<ReturnType<typeof stillTenant>>;

/** Has a conversation from its first message to its wrap-up. */
function held({ tenant: { org }, clock }: Still, token: string, steps: readonly Step[]): Conversation {
  const session = org.sessions.create(token, deploymentId(1), Number.POSITIVE_INFINITY);
  const begin = { type: 'Text', text: 'Hello', attributes: {}, content: [] } as const;
  org.customerSays(session, begin);
  const { conversation } = session;
  if (conversation === undefined) throw new Error('no conversation');
  const accepted = () => {
    const { agent } = conversation;
    if (agent === undefined) throw new Error('no agent');
    org.routing.accept(conversation, agent);
    return agent;
  };
  for (const { what, text: said, attributes, content, afterMs } of steps) {
    const agent = accepted();
    if (what === 'customer') org.customerSays(session, { type: 'Text', text: said, attributes, content });
    else if (what === 'agent') org.agentSays(conversation, agent.userId, said, content);
    else if (what === 'hold') setHeld(org, conversation, agent, agent.heldSince === undefined);
    else if (what === 'write') org.writeAttributes(conversation, agent.participantId, attributes);
    else {
      const other = org.routing.agents.get(agentId(agent.userId === agentId(1) ? 2 : 1));
      if (other !== undefined) org.routing.transfer(conversation, agent, other);
    }
    clock.advance(afterMs % 20_000);
  }
  accepted();
  org.agentDisconnects(conversation);
  for (const part of conversation.agents) {
    part.wrapUpNotes = { notes: 'Ende gut' };
    org.routing.wrapUp(conversation, part, wrapUpCodeId(1));
  }
  return conversation;
}

/** All that the tenant answers and tells of a conversation. */
async function answers(tenant: RunningTenant, conversation: Conversation): Promise<string[]> {
  const { id, token, agents } = conversation;
  const ids = conversation.messages.map((message) => message.id);
  const messages = `/api/v2/conversations/messages/${id}`;
  const analytics = '/api/v2/analytics/conversations';
  const aggregated = { interval: YEAR, metrics: ['tTalk', 'oMessageCount'], groupBy: ['userId', 'purpose'] };
  const asked: [method: string, path: string, body?: unknown][] = [
    ['GET', `/api/v2/conversations/${id}`],
    ['GET', messages],
    ['POST', `${messages}/messages/bulk`, ids],
    ...ids.map((one): [string, string] => ['GET', `${messages}/messages/${one}`]),
    ...ids.map((one): [string, string] => ['GET', `/api/v2/conversations/messages/${one}/details`]),
    ...agents.map(({ participantId }): [string, string] => ['GET', `${messages}/participants/${participantId}/wrapup`]),
    ['GET', `${analytics}/${id}/details`],
    ['POST', `${analytics}/details/query`, { interval: YEAR, order: 'desc' }],
    ['POST', `${analytics}/aggregates/query`, aggregated],
  ];
  const told: string[] = [];
  for (const [method, path, body] of asked) {
    const answer = await api(tenant, method, path, body);
    expect([path, answer.status]).toEqual([path, 200]);
    told.push(answer.text);
  }
  const headers = { Authorization: `bearer ${tenant.org.jwtFor(token).jwt}`, Origin: 'https://example.com' };
  const history = await httpCall('GET', `${tenant.addresses.api}/api/v2/webmessaging/messages`, headers);
  expect(history.status).toBe(200);
  return [...told, history.text, JSON.stringify(toWire(conversation)), JSON.stringify(toFlatWire(conversation))];
}

async function still(): Promise<Still> {
  const made = await stillTenant(SETS);
  const { routing } = made.tenant.org;
  for (const agent of routing.agents.all()) routing.setOnQueue(agent, true);
  return made;
}

it('a conversation that is over is answered byte for byte as before it was packed', async () => {
  const made = await still();
  let begun = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const conversation = held(made, `guest-${++begun}`, steps);
      const before = await answers(made.tenant, conversation);
      expect(conversation.messages).toBe(conversation.messages);
      made.clock.advance(SWEEP_MS);
      // Packed, it has no list of its own.
      expect(conversation.messages).not.toBe(conversation.messages);
      expect(await answers(made.tenant, conversation)).toEqual(before);
    }),
    runs(300),
  );
});

it('what is written to a conversation after its end shows in it, and nothing else of it changes', async () => {
  const made = await still();
  const { tenant, clock } = made;
  const steps = Array.from({ length: 30 }, (_, n) => ({ what: 'customer', text: `${n}`, afterMs: n }) as const);
  const conversation = held(
    made,
    'guest',
    steps.map((one) => ({ ...one, attributes: {}, content: [] })),
  );
  clock.advance(SWEEP_MS);
  const path = `/api/v2/conversations/messages/${conversation.id}`;
  const before = (await api(tenant, 'GET', path)).body;
  const [customer, , , agent] = before.participants;
  const attributes = { outcome: 'solved' };
  await api(tenant, 'PATCH', `${path}/participants/${customer.id}/attributes`, { attributes });
  await api(tenant, 'PATCH', `${path}/participants/${agent.id}`, { wrapup: { code: wrapUpCodeId(2), notes: 'twice' } });
  expect((await api(tenant, 'GET', `${path}/participants/${agent.id}/wrapup`)).body).toMatchObject({
    code: wrapUpCodeId(2),
    notes: 'twice',
  });
  clock.advance(SWEEP_MS);
  const after = (await api(tenant, 'GET', path)).body;
  expect(after.participants[0].attributes).toEqual({ ...customer.attributes, ...attributes });
  after.participants[0].attributes = customer.attributes;
  expect(after).toEqual(before);
  expect(toWire(conversation).participants[0]?.messages[0]?.messages).toEqual(customer.messages.slice(-20));
});
