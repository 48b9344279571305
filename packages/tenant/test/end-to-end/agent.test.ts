import { once } from 'node:events';
import type { Conversation, NotificationFrame } from '@headroom/genesys-wire/platform';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { AGENT, guestOf, orgWith, QUEUE, type WireOrg, WRAP_UP_CODE } from './wire-client.ts';

const ROOT = '/api/v2/conversations/messages';
const QUERY = '/api/v2/analytics/queues/observations/query';
const WAITING = { filter: { type: 'or', predicates: [{ dimension: 'queueId', value: QUEUE }] }, metrics: ['oWaiting'] };

/** Agent `n` on queue with a notification socket; `next` gives the conversations of its topic in order of arrival. */
async function agentOf(org: WireOrg, n = 1) {
  const token = `simulated-agent-${n}`;
  const userId = AGENT.replace(/1$/, `${n}`);
  const channel = (await org.call('POST', '/api/v2/notifications/channels', undefined, token)).body as {
    id: string;
    connectUri: string;
  };
  await org.call(
    'PUT',
    `/api/v2/notifications/channels/${channel.id}/subscriptions`,
    [{ id: `v2.users.${userId}.conversations` }],
    token,
  );
  const socket = new WebSocket(channel.connectUri);
  onTestFinished(() => socket.terminate());
  const arrived: Conversation[] = [];
  socket.on('message', (data) => {
    const { topicName, eventBody } = JSON.parse(String(data)) as NotificationFrame;
    if (topicName !== 'channel.metadata') arrived.push(eventBody as Conversation);
  });
  await once(socket, 'open');
  await setPresence(org, 'OnQueue', token, userId);
  return {
    token,
    async next(): Promise<Conversation> {
      for (let first = arrived.shift(); ; first = arrived.shift()) {
        if (first !== undefined) return first;
        await once(socket, 'message');
      }
    },
  };
}

async function setPresence(org: WireOrg, name: string, token: string, userId: string): Promise<void> {
  const { entities } = (await org.call('GET', '/api/v2/presence/definitions')).body as {
    entities: { id: string; systemPresence: string }[];
  };
  const id = entities.find(({ systemPresence }) => systemPresence === name)?.id;
  await org.call('PATCH', `/api/v2/users/${userId}/presences/purecloud`, { presenceDefinition: { id } }, token);
}

const partOf = (conversation: Conversation) => {
  const agent = conversation.participants.filter(({ purpose }) => purpose === 'agent').at(-1);
  return {
    participant: agent?.id ?? '',
    communication: agent?.messages[0]?.id ?? '',
    state: agent?.messages[0]?.state,
    agent,
  };
};

describe('a conversation', () => {
  it('begins with the first message, alerts, is accepted, read, answered, cleared and wrapped up', async () => {
    const org = await orgWith();
    const agent = await agentOf(org);
    const guest = await guestOf(org);
    const alerted = agent.next();
    guest.say('Hello', { channel: { metadata: { customAttributes: { transcript: '0 a' } } } });
    await guest.next();
    const alerting = await alerted;
    const { participant, communication, state } = partOf(alerting);
    expect(state).toBe('alerting');

    const connected = agent.next();
    expect(
      await org.call('PATCH', `${ROOT}/${alerting.id}/participants/${participant}`, { state: 'connected' }),
    ).toMatchObject({ status: 204 });
    expect(partOf(await connected).state).toBe('connected');

    expect(alerting.participants[0]?.attributes).toEqual({ transcript: '0 a' });
    const messageId = alerting.participants[0]?.messages[0]?.messages[0]?.messageId;
    expect(await org.call('POST', `${ROOT}/${alerting.id}/messages/bulk`, [messageId])).toMatchObject({
      body: {
        entities: [
          {
            direction: 'inbound',
            normalizedMessage: { type: 'Text', text: 'Hello' },
          },
        ],
      },
    });

    const answered = agent.next();
    expect(
      await org.call('POST', `${ROOT}/${alerting.id}/communications/${communication}/messages`, { textBody: 'Hi' }),
    ).toMatchObject({ status: 200, body: { normalizedMessage: { text: 'Hi' } } });
    expect(await guest.next()).toMatchObject({
      body: { direction: 'Outbound', text: 'Hi', originatingEntity: 'Human' },
    });
    await answered;

    const ended = agent.next();
    guest.send('onMessage', {
      message: { type: 'Event', events: [{ eventType: 'Presence', presence: { type: 'Clear' } }] },
    });
    expect(await guest.next()).toMatchObject({ class: 'SessionClearedEvent' });
    expect(partOf(await ended)).toMatchObject({ state: 'disconnected', agent: { wrapupRequired: true } });

    const wrapUp = `${ROOT}/${alerting.id}/participants/${participant}/communications/${communication}/wrapup`;
    expect(await org.call('POST', wrapUp, { code: WRAP_UP_CODE })).toMatchObject({ status: 204 });
    const events = (await org.record()).flatMap((entry) => (entry.kind === 'conversation' ? [entry.event] : []));
    expect(events).toEqual(['created', 'queued', 'alerting', 'accepted', 'ended', 'wrapped-up']);
  });

  it('takes a place of its agent until it is wrapped up', async () => {
    const org = await orgWith('agents.capacity=1');
    const agent = await agentOf(org);
    const [first, second] = [await guestOf(org), await guestOf(org)];
    const alerted = agent.next();
    first.say('one');
    const one = await alerted;
    second.say('two');
    await second.next();
    const waiting = async () => {
      const { results } = (await org.call('POST', QUERY, WAITING)).body as {
        results: { data: { metric: string; stats: { count: number } }[] }[];
      };
      return results[0]?.data.find(({ metric }) => metric === 'oWaiting')?.stats.count;
    };
    expect(await waiting()).toBe(1);
    const { participant, communication } = partOf(one);
    await org.call('PATCH', `${ROOT}/${one.id}/participants/${participant}`, { state: 'connected' });
    await org.call('PATCH', `${ROOT}/${one.id}/participants/${participant}`, { state: 'disconnected' });
    expect(await waiting()).toBe(1);
    const wrapUp = `${ROOT}/${one.id}/participants/${participant}/communications/${communication}/wrapup`;
    await org.call('POST', wrapUp, { code: WRAP_UP_CODE });
    expect(await waiting()).toBe(0);
  });

  it('that is not answered in time goes to another agent, and the first gets no more', async () => {
    const org = await orgWith();
    const agent = await agentOf(org);
    const guest = await guestOf(org);
    const alerted = agent.next();
    guest.say('Hello');
    await alerted;
    const disconnected = agent.next();
    org.clock.advance(30_000);
    const missed = await disconnected;
    expect(partOf(missed)).toMatchObject({
      state: 'disconnected',
      agent: { messages: [{ disconnectType: 'transfer.noanswer' }] },
    });
    expect(await org.call('GET', `/api/v2/users/${AGENT}/routingstatus`)).toMatchObject({
      body: { status: 'NOT_RESPONDING' },
    });
    const other = await agentOf(org, 2);
    expect(partOf(await other.next())).toMatchObject({
      state: 'alerting',
      agent: { userId: AGENT.replace(/1$/, '2') },
    });
  });
});

describe('the Platform API', () => {
  it('knows an agent by its token, and nobody by another', async () => {
    const org = await orgWith();
    expect(await org.call('GET', '/api/v2/users/me')).toMatchObject({ status: 200, body: { id: AGENT } });
    expect(await org.call('GET', '/api/v2/users/me', undefined, 'stranger')).toMatchObject({
      status: 401,
      body: { code: 'bad.credentials' },
    });
  });

  it("refuses what is not the caller's own, what is not there, and what is malformed, in Genesys's shape", async () => {
    const org = await orgWith();
    const agent = await agentOf(org);
    const guest = await guestOf(org);
    const alerted = agent.next();
    guest.say('Hello');
    const { id, participants } = await alerted;
    const participant = participants.at(-1)?.id;
    const accept = `${ROOT}/${id}/participants/${participant}`;
    expect(await org.call('PATCH', accept, { state: 'connected' }, 'simulated-agent-2')).toMatchObject({ status: 403 });
    expect(await org.call('PATCH', accept, { state: 'flying' })).toMatchObject({
      status: 400,
      body: { code: 'bad.request', status: 400 },
    });
    expect(await org.call('GET', `${ROOT}/none`)).toMatchObject({ status: 404, body: { code: 'not.found' } });
    expect(await org.call('GET', '/api/v2/nothing')).toMatchObject({ status: 404 });
  });

  it('gives a client-credentials token for the right secret only, and no user with it', async () => {
    const org = await orgWith();
    const ask = (secret: string) =>
      fetch(`http://${org.address}/oauth/token`, {
        method: 'POST',
        headers: { Authorization: `Basic ${Buffer.from(`simulated:${secret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      });
    expect((await ask('wrong')).status).toBe(401);
    const { access_token } = (await (await ask('simulated')).json()) as { access_token: string };
    expect(await org.call('GET', '/api/v2/users/me', undefined, access_token)).toMatchObject({ status: 400 });
    expect(await org.call('POST', QUERY, WAITING, access_token)).toMatchObject({ status: 200 });
  });

  it('says how much of its rate a token has used, and 429 with Retry-After beyond it', async () => {
    const org = await orgWith('limits.token.rate.per.minute=2');
    const first = await org.call('GET', '/api/v2/users/me');
    expect(first.headers.get('inin-ratelimit-allowed')).toBe('2');
    await org.call('GET', '/api/v2/users/me');
    const third = await org.call('GET', '/api/v2/users/me');
    expect(third).toMatchObject({ status: 429, body: { code: 'too.many.requests.retry.after' } });
    expect(third.headers.get('retry-after')).toBe('60');
    expect(await org.call('GET', '/api/v2/users/me', undefined, 'simulated-agent-2')).toMatchObject({ status: 200 });
  });
});
