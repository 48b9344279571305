import { describe, expect, it } from 'vitest';
import { queueId } from '../../src/base/ready-made-ids.ts';
import { toWire } from '../../src/conversations/conversation-wire.ts';
import { TestAgent } from '../agent.ts';
import { api, observed, stillTenant, TestGuest, tenantWith } from '../client.ts';

const ROOT = '/api/v2/conversations/messages';

async function talking() {
  const tenant = await tenantWith();
  const agent = await TestAgent.onQueue(tenant);
  const guest = await TestGuest.session(tenant);
  const messageId = (await guest.say('Hello')).body.id ?? '';
  const place = await agent.accept();
  return { tenant, agent, guest, messageId, place };
}

async function clientToken(address: string): Promise<string> {
  const granted = await fetch(`${address}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('simulated:simulated').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await granted.json()) as { access_token: string }).access_token;
}

describe('accepting', () => {
  it('is 400 with a client-credentials token: it needs a user', async () => {
    const tenant = await tenantWith();
    const agent = await TestAgent.onQueue(tenant);
    await (await TestGuest.session(tenant)).say('Hello');
    const { conversationId, participantId } = await agent.part('alerting');
    const answer = await fetch(`${tenant.addresses.api}${ROOT}/${conversationId}/participants/${participantId}`, {
      method: 'PATCH',
      headers: { authorization: `bearer ${await clientToken(tenant.addresses.api)}` },
      body: JSON.stringify({ state: 'connected' }),
    });
    expect(answer.status).toBe(400);
  });

  it('is 409 once the alert has gone', async () => {
    const { tenant, clock } = await stillTenant();
    const agent = await TestAgent.onQueue(tenant);
    await (await TestGuest.session(tenant)).say('Hello');
    clock.advance(30_000);
    const { conversationId, participantId } = await agent.part('disconnected');
    const path = `${ROOT}/${conversationId}/participants/${participantId}`;
    expect(await agent.call('PATCH', path, { state: 'connected' })).toMatchObject({ status: 409 });
  });
});

describe('declining', () => {
  it('sends the conversation on to another agent, and this one stays available', async () => {
    const tenant = await tenantWith();
    const agent = await TestAgent.onQueue(tenant, 1);
    const other = await TestAgent.onQueue(tenant, 2);
    await (await TestGuest.session(tenant)).say('Hello');
    const { conversationId, participantId } = await agent.part('alerting');
    await agent.call('PATCH', `${ROOT}/${conversationId}/participants/${participantId}`, { state: 'disconnected' });
    expect((await other.part('alerting')).conversationId).toBe(conversationId);
    expect(await agent.routingStatus()).toBe('IDLE');
  });
});

describe('messages', () => {
  it('are read by id, with the text where the models have it and nowhere else', async () => {
    const { agent, messageId, place } = await talking();
    const path = `${ROOT}/${place.conversationId}/messages`;
    const { body } = await agent.call('GET', `${path}/${messageId}`);
    expect(body).toMatchObject({
      id: messageId,
      conversationId: place.conversationId,
      direction: 'inbound',
      messengerType: 'webmessaging',
      status: 'received',
      normalizedMessage: { type: 'Text', text: 'Hello' },
    });
    expect(body).not.toHaveProperty('textBody');
    expect(body.normalizedMessage).not.toHaveProperty('channel');
    expect((await agent.call('GET', `${path}/nothing`)).status).toBe(404);
  });

  it('are read in bulk, 1,000 at a time', async () => {
    const { agent, messageId, place } = await talking();
    const path = `${ROOT}/${place.conversationId}/messages/bulk`;
    expect((await agent.call('POST', path, [messageId, 'nothing'])).body.entities).toMatchObject([{ id: messageId }]);
    expect((await agent.call('POST', path, Array(1_001).fill(messageId))).status).toBe(400);
  });

  it('lead to their conversation', async () => {
    const { agent, messageId, place } = await talking();
    const { body } = await agent.call('GET', `${ROOT}/${messageId}/details`);
    expect(body.conversationId).toBe(place.conversationId);
  });

  it.each([
    ['nothing', {}],
    ['media', { mediaIds: ['x'] }],
    ['a template', { messagingTemplate: { responseId: 'x' } }],
  ])('of an agent with %s are refused with 400', async (_, body) => {
    const { agent, place } = await talking();
    const path = `${ROOT}/${place.conversationId}/communications/${place.communicationId}/messages`;
    expect((await agent.call('POST', path, body)).status).toBe(400);
  });

  it('of an agent are refused with 400 when the conversation is over', async () => {
    const { agent, place } = await talking();
    await agent.end(place);
    expect((await agent.say(place, 'late')).status).toBe(400);
  });
});

describe('ending', () => {
  it.each(['communication', 'participant'])(
    'by the %s ends the conversation, and leaves after-call work',
    async (by) => {
      const { tenant, agent, guest, place } = await talking();
      const participant = `${ROOT}/${place.conversationId}/participants/${place.participantId}`;
      const path = by === 'communication' ? `${participant}/communications/${place.communicationId}` : participant;
      await agent.call('PATCH', path, { state: 'disconnected' });
      expect(await agent.part('disconnected')).toMatchObject({ wrapupRequired: true });
      await guest.next(({ body }) => body.type === 'Event');
      expect(await observed(tenant, 'oInteracting')).toEqual({ oInteracting: 0 });
    },
  );

  it('by the conversation itself ends it for all', async () => {
    const { agent, place } = await talking();
    const { body } = await agent.call('PATCH', `${ROOT}/${place.conversationId}`, { state: 'disconnected' });
    const states = body.participants.map(({ messages }: { messages: { state: string }[] }) => messages[0]?.state);
    expect(new Set(states)).toEqual(new Set(['disconnected']));
  });

  it('is for its participants', async () => {
    const { tenant, place } = await talking();
    const answer = await api(tenant, 'PATCH', `${ROOT}/${place.conversationId}`, { state: 'disconnected' }, 2);
    expect(answer.status).toBe(403);
  });
});

it("an agent's own conversations are listed until they are wrapped up", async () => {
  const { agent, place } = await talking();
  const mine = async () =>
    (await agent.call('GET', ROOT)).body.entities.map(({ id }: { id: string }) => id) as string[];
  expect(await mine()).toEqual([place.conversationId]);
  await agent.end(place);
  expect(await mine()).toEqual([place.conversationId]);
  await agent.wrapUp(place);
  expect(await mine()).toEqual([]);
});

it.each([
  ['by their names', [], { line: '7' }],
  ['behind the prefix of web chat', ['attributePrefix=context.'], { 'context.line': '7' }],
])("custom attributes stand in the customer's participant, %s", async (_, sets, attributes) => {
  const tenant = await tenantWith(sets);
  const agent = await TestAgent.onQueue(tenant);
  const guest = await TestGuest.session(tenant);
  await guest.say('Hello', { channel: { metadata: { customAttributes: { line: '7' } } } });
  const { conversationId } = await agent.accept();
  const { body } = await agent.call('GET', `${ROOT}/${conversationId}`);
  expect(body.participants[0]).toMatchObject({ purpose: 'customer', attributes });
});

it('a message has what no model has where the profile is lenient', async () => {
  const tenant = await tenantWith(['lenient=["textBody","channel-metadata"]']);
  const agent = await TestAgent.onQueue(tenant);
  const guest = await TestGuest.session(tenant);
  const { id } = (await guest.say('Hello', { channel: { metadata: { customAttributes: { line: '7' } } } })).body;
  const { conversationId } = await agent.accept();
  expect((await agent.call('GET', `${ROOT}/${conversationId}/messages/${id}`)).body).toMatchObject({
    textBody: 'Hello',
    normalizedMessage: { channel: { metadata: { customAttributes: { line: '7' } } } },
  });
});

it('attributes and texts are not shown where the profile withholds them', async () => {
  const tenant = await tenantWith(['withheld=["attributes","text"]']);
  const agent = await TestAgent.onQueue(tenant);
  const guest = await TestGuest.session(tenant);
  const { id } = (await guest.say('Hello', { channel: { metadata: { customAttributes: { line: '7' } } } })).body;
  const { conversationId } = await agent.accept();
  const { body: conversation } = await agent.call('GET', `/api/v2/conversations/${conversationId}`);
  expect(conversation.participants[0]).not.toHaveProperty('attributes');
  const { body: message } = await agent.call('GET', `${ROOT}/${conversationId}/messages/${id}`);
  expect(message.normalizedMessage).toEqual({ type: 'Text', originatingEntity: 'Human' });
});

describe('a conversation by id', () => {
  it('has communications with their ids in its participants', async () => {
    const { agent, place } = await talking();
    const { body } = await agent.call('GET', `/api/v2/conversations/${place.conversationId}`);
    expect(body.participants.at(-1)).toMatchObject({
      userId: agent.id,
      messages: [{ id: place.communicationId, state: 'connected' }],
    });
    expect((await agent.call('GET', '/api/v2/conversations')).body.entities).toEqual([body]);
  });

  it('has state, user and queue in its participants under conversations/messages', async () => {
    const { agent, place } = await talking();
    const { body } = await agent.call('GET', `${ROOT}/${place.conversationId}`);
    expect(body.participants.at(-1)).toMatchObject({
      purpose: 'agent',
      state: 'connected',
      direction: 'inbound',
      user: { id: agent.id },
      queue: { id: queueId(1) },
    });
  });
});

it('a conversation that is read shows every message of it, of which events show the latest', async () => {
  const tenant = await tenantWith(['limits.enabled=false']);
  const guest = await TestGuest.session(tenant);
  for (let turn = 0; turn < 25; turn++) await guest.say(`${turn}`);
  const [conversation] = [...tenant.org.conversations.values()];
  const { body } = await api(tenant, 'GET', `/api/v2/conversations/${conversation?.id}`);
  expect(body.participants[0].messages[0].messages).toHaveLength(25);
  expect(conversation && toWire(conversation).participants[0]?.messages[0]?.messages).toHaveLength(20);
});

describe('full teardown', () => {
  const torn = async (tenant: Awaited<ReturnType<typeof tenantWith>>, id: string) => {
    const headers = { authorization: `bearer ${await clientToken(tenant.addresses.api)}` };
    return fetch(`${tenant.addresses.api}/api/v2/conversations/${id}/disconnect`, { method: 'POST', headers });
  };

  it('ends a conversation that waits, with client credentials', async () => {
    const tenant = await tenantWith();
    await (await TestGuest.session(tenant)).say('Hello');
    const [conversation] = [...tenant.org.conversations.values()];
    expect((await torn(tenant, conversation?.id ?? '')).status).toBe(202);
    expect(await observed(tenant, 'oWaiting')).toEqual({ oWaiting: 0 });
  });

  it('ends a conversation that an agent is in, and its after-call work', async () => {
    const { tenant, agent, place } = await talking();
    await torn(tenant, place.conversationId);
    expect((await agent.call('GET', ROOT)).body.entities).toEqual([]);
    expect(await agent.routingStatus()).toBe('IDLE');
  });
});
