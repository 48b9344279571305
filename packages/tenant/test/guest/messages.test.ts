import { describe, expect, it } from 'vitest';
import { TestAgent } from '../agent.ts';
import { api, control, TestGuest, tenantWith } from '../client.ts';

const said = async (tenant: Parameters<typeof control>[0]) =>
  (await control(tenant, '/record')).lines().filter(({ kind }) => kind === 'message');

describe('custom attributes', () => {
  const channel = { metadata: { customAttributes: { line: '7' } } };

  it('are taken from message.channel, as the transport SDK sends them', async () => {
    const tenant = await tenantWith();
    await (await TestGuest.session(tenant)).say('hello', { channel });
    expect(await said(tenant)).toMatchObject([{ attributes: { line: '7' } }]);
  });

  it('are ignored beside the message, where Genesys took them until June 2026', async () => {
    const tenant = await tenantWith();
    const guest = await TestGuest.session(tenant);
    await guest.ask({ action: 'onMessage', message: { type: 'Text', text: 'hello' }, channel });
    expect(await said(tenant)).toMatchObject([{ text: 'hello', attributes: {} }]);
  });

  it('of more than 2,048 bytes are refused with 4013', async () => {
    const guest = await TestGuest.session(await tenantWith());
    const of = (length: number) => ({ channel: { metadata: { customAttributes: { a: 'x'.repeat(length) } } } });
    expect(await guest.say('hello', of(2_041))).toMatchObject({ class: 'string', code: 4013 });
    expect((await guest.say('hello', of(2_040))).code).toBe(200);
  });
});

describe('a pressed quick reply', () => {
  const content = [
    { contentType: 'ButtonResponse', buttonResponse: { type: 'QuickReply', text: 'Red', payload: 'RED' } },
  ];

  it.each([
    ['Structured, as the web messenger sends it', { type: 'Structured', text: 'Red' }],
    ['Text with an empty text, as the transport SDK sends it', { type: 'Text', text: '' }],
  ])('is taken as %s', async (_name, message) => {
    const tenant = await tenantWith();
    const guest = await TestGuest.session(tenant);
    const echo = await guest.ask({ action: 'onMessage', message: { ...message, content } });
    expect(echo.body).toMatchObject({ direction: 'Inbound', text: 'Red', content });
    expect(await said(tenant)).toMatchObject([{ text: 'Red' }]);
  });
});

it("a card's postback is taken as a Structured message", async () => {
  const guest = await TestGuest.session(await tenantWith());
  const content = [{ contentType: 'ButtonResponse', buttonResponse: { type: 'Button', text: 'This', payload: 'p' } }];
  const echo = await guest.ask({ action: 'onMessage', message: { type: 'Structured', text: 'This', content } });
  expect(echo.body).toMatchObject({ type: 'Structured', text: 'This', content });
});

it("the bot's greeting offers quick replies where the profile has some", async () => {
  const guest = await TestGuest.session(await tenantWith(['greeting=Which colour?', 'quickReplies=["Red","Blue"]']));
  await guest.say('hello');
  expect((await guest.of('StructuredMessage')).body).toMatchObject({
    direction: 'Outbound',
    type: 'Structured',
    originatingEntity: 'Bot',
    text: 'Which colour?',
    content: [{ contentType: 'QuickReply', quickReply: { text: 'Red' } }, { quickReply: { text: 'Blue' } }],
  });
});

it('a question has its own id as originatingMessageId, and the echo and the stored reply keep it', async () => {
  const tenant = await tenantWith(['greeting=Which colour?', 'quickReplies=["Red"]']);
  const guest = await TestGuest.session(tenant);
  await guest.say('hello');
  const { id, originatingMessageId } = (await guest.of('StructuredMessage')).body;
  expect(originatingMessageId).toBe(id);
  const buttonResponse = { type: 'QuickReply', text: 'Red', payload: 'Red', originatingMessageId };
  const content = [{ contentType: 'ButtonResponse', buttonResponse }];
  const echo = await guest.ask({ action: 'onMessage', message: { type: 'Structured', text: 'Red', content } });
  expect(echo.body).toMatchObject({ content });
  const { body } = await api(tenant, 'GET', `/api/v2/conversations/messages/${echo.body.id}/details`);
  expect(body.normalizedMessage).toMatchObject({ content });
});

it("a message's own metadata comes back with it", async () => {
  const guest = await TestGuest.session(await tenantWith());
  const echo = await guest.say('hello', { metadata: { customMessageId: 'mine' } });
  expect(echo.body).toMatchObject({ metadata: { customMessageId: 'mine' } });
});

describe('typing', () => {
  const typing = {
    action: 'onMessage',
    message: { type: 'Event', events: [{ eventType: 'Typing', typing: { type: 'On' } }] },
  };

  it('is taken once in five seconds, and is no message', async () => {
    const tenant = await tenantWith(['limits.typing.per.session.interval.seconds=3600']);
    const guest = await TestGuest.session(tenant);
    guest.send(typing);
    expect(await guest.ask(typing)).toMatchObject({ class: 'TooManyRequestsErrorMessage', code: 429 });
    expect(await said(tenant)).toEqual([]);
  });

  it('of an agent reaches the guest as an event with its duration', async () => {
    const tenant = await tenantWith();
    const agent = await TestAgent.onQueue(tenant);
    const guest = await TestGuest.session(tenant);
    await guest.say('hello');
    const { conversationId, communicationId } = await agent.accept();
    const path = `/api/v2/conversations/messages/${conversationId}/communications/${communicationId}/typing`;
    await agent.call('POST', path, { typing: { type: 'On', duration: 5_000 } });
    expect((await guest.next(({ body }) => body.type === 'Event')).body).toMatchObject({
      direction: 'Outbound',
      events: [{ eventType: 'Typing', typing: { type: 'On', duration: 5_000 } }],
    });
  });

  it('is refused with 403 where the deployment has it off', async () => {
    const guest = await TestGuest.session(await tenantWith(['userTyping=false']));
    expect(await guest.ask(typing)).toMatchObject({ class: 'string', code: 403 });
  });
});

describe('Join', () => {
  it('begins a conversation where the deployment starts it so', async () => {
    const tenant = await tenantWith(['autoStart=true']);
    const guest = await TestGuest.session(tenant);
    const echo = await guest.ask(guest.presence('Join'));
    expect(echo.body).toMatchObject({ type: 'Event', direction: 'Inbound' });
    const events = (await control(tenant, '/record')).lines().filter(({ kind }) => kind === 'conversation');
    expect(events.map(({ event }) => event)).toEqual(['created', 'queued']);
  });

  it('is refused with 403 where it does not', async () => {
    const guest = await TestGuest.session(await tenantWith());
    expect(await guest.ask(guest.presence('Join'))).toMatchObject({ class: 'string', code: 403 });
  });
});

it('configureSession alone begins no conversation', async () => {
  const tenant = await tenantWith();
  await TestGuest.session(tenant);
  expect((await control(tenant, '/record')).lines().filter(({ kind }) => kind === 'conversation')).toEqual([]);
});

describe('Clear', () => {
  it('ends the conversation and tells the guest', async () => {
    const tenant = await tenantWith();
    const guest = await TestGuest.session(tenant);
    await guest.say('hello');
    guest.send(guest.presence('Clear'));
    expect((await guest.of('SessionClearedEvent')).body).toEqual({});
    await guest.of('ConnectionClosedEvent');
    const events = (await control(tenant, '/record')).lines().filter(({ kind }) => kind === 'conversation');
    expect(events.at(-1)).toMatchObject({ event: 'ended' });
  });

  it('is refused with 403 where the deployment does not allow it', async () => {
    const guest = await TestGuest.session(await tenantWith(['conversationClear=false']));
    expect(await guest.ask(guest.presence('Clear'))).toMatchObject({ class: 'string', code: 403 });
  });
});

it('closing the socket ends no conversation', async () => {
  const tenant = await tenantWith();
  const guest = await TestGuest.session(tenant);
  await guest.say('hello');
  guest.socket.close();
  await guest.closed;
  const again = await TestGuest.session(tenant, { token: guest.token });
  await again.say('more');
  const events = (await control(tenant, '/record')).lines().filter(({ kind }) => kind === 'conversation');
  expect(events.map(({ event }) => event)).toEqual(['created', 'queued']);
});

describe("an agent's disconnect", () => {
  /** A guest whose conversation agent 1 has accepted and left. */
  async function left(sets: readonly string[]): Promise<TestGuest> {
    const tenant = await tenantWith(['agents.count=1', ...sets]);
    const guest = await TestGuest.session(tenant);
    const { entities } = (await api(tenant, 'GET', '/api/v2/presence/definitions')).body;
    const { id } = entities.find(({ systemPresence }: { systemPresence: string }) => systemPresence === 'OnQueue');
    const agent = 'a0000000-0000-4000-8000-000000000001';
    await api(tenant, 'PATCH', `/api/v2/users/${agent}/presences/purecloud`, { presenceDefinition: { id } });
    await guest.say('hello');
    const [conversation] = (await api(tenant, 'GET', '/api/v2/conversations/messages')).body.entities;
    const mine = conversation.participants.find(({ purpose }: { purpose: string }) => purpose === 'agent');
    const path = `/api/v2/conversations/messages/${conversation.id}/participants/${mine.id}`;
    await api(tenant, 'PATCH', path, { state: 'connected' });
    await api(tenant, 'PATCH', path, { state: 'disconnected' });
    return guest;
  }

  it('reaches the guest as a Presence event, and the guest may send on', async () => {
    const guest = await left([]);
    expect((await guest.of('StructuredMessage')).body).toMatchObject({
      type: 'Event',
      direction: 'Outbound',
      events: [{ eventType: 'Presence', presence: { type: 'Disconnect' } }],
      metadata: { readOnly: 'false' },
    });
    expect((await guest.say('more')).code).toBe(200);
  });

  it('makes the session read-only where the deployment says so: 409 until it starts anew', async () => {
    const guest = await left(['conversationDisconnectType=ReadOnly']);
    expect((await guest.of('StructuredMessage')).body).toMatchObject({ metadata: { readOnly: 'true' } });
    expect(await guest.say('more')).toMatchObject({ class: 'string', code: 409 });
    const configure = { action: 'configureSession', deploymentId: guest.deployment };
    expect((await guest.ask(configure)).body).toMatchObject({ readOnly: true, newSession: false });
    const anew = await guest.ask({ ...configure, startNew: true });
    expect(anew.body).toMatchObject({ readOnly: false, newSession: true, clearedExistingSession: true });
    expect((await guest.say('more')).code).toBe(200);
  });

  it('says nothing where the deployment has it off', async () => {
    const guest = await left(['conversationDisconnect=false']);
    await guest.say('more');
    expect(guest.frames).toEqual([]);
  });
});
