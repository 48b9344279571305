import type { Conversation } from '@headroom/genesys-wire/platform';
import { agentId, queueId, wrapUpCodeId } from '../../src/base/ready-made-ids.ts';
import type { RunningTenant } from '../../src/server.ts';
import type { Place } from '../agent.ts';
import { TestGuest } from '../client.ts';
import type { WatchedAgent } from './watched-agent.ts';

const V2 = '/api/v2';
const ROOT = `${V2}/conversations/messages`;

/** The agent is on queue, and takes a conversation from its alert to its wrap-up; another two are ended otherwise. */
export async function converse(agent: WatchedAgent, tenant: RunningTenant): Promise<Place> {
  const guest = await begun(tenant);
  const place = await agent.part('alerting');
  await read(agent, place);
  await agent.call('PATCH', `${ROOT}/${place.conversationId}/participants/${place.participantId}`, {
    state: 'connected',
  });
  await speak(agent, guest, place);
  await read(agent, place);
  await finish(agent, place);
  await read(agent, place);

  await begun(tenant);
  const second = await agent.accept();
  await agent.call('PATCH', `${ROOT}/${second.conversationId}`, { state: 'disconnected' });
  await agent.wrapUp(second);
  await begun(tenant);
  const third = await agent.accept();
  await agent.end(third);
  await agent.call('POST', `${V2}/conversations/${third.conversationId}/disconnect`);
  await passOn(agent, tenant);
  return place;
}

/** Transfers conversations in each way that the API has. */
async function passOn(agent: WatchedAgent, tenant: RunningTenant): Promise<void> {
  const ways = [
    [`${ROOT}/{}/participants/{}/replace`, { queueId: queueId(1) }],
    [`${V2}/conversations/{}/participants/{}/replace/queue`, { queueId: queueId(1) }],
    [`${V2}/conversations/{}/participants/{}/replace/agent`, { userId: agentId(2) }],
  ] as const;
  for (const [path, to] of ways) {
    await begun(tenant);
    const place = await acceptNow(agent);
    await agent.call('POST', path.replace('{}', place.conversationId).replace('{}', place.participantId), to);
    await agent.wrapUp(place);
    if ('queueId' in to) await leave(agent);
  }
}

/** Accepts what alerts at the agent now. An event may be of an alert that is over. */
async function acceptNow(agent: WatchedAgent): Promise<Place> {
  const { body } = await agent.call('GET', `${V2}/conversations`);
  for (const { id: conversationId, participants } of body.entities as readonly Conversation[]) {
    for (const { id: participantId, userId, messages } of participants) {
      const [communication] = messages;
      if (userId !== agent.id || communication?.state !== 'alerting') continue;
      await agent.call('PATCH', `${ROOT}/${conversationId}/participants/${participantId}`, { state: 'connected' });
      return { conversationId, participantId, communicationId: communication.id };
    }
  }
  throw new Error('nothing alerts');
}

/** What the queue routed back to the agent is over. */
async function leave(agent: WatchedAgent): Promise<void> {
  const back = await acceptNow(agent);
  await agent.end(back);
  await agent.wrapUp(back);
}

async function begun(tenant: RunningTenant): Promise<TestGuest> {
  const guest = await TestGuest.session(tenant);
  await guest.say('Hello', { channel: { metadata: { customAttributes: { walk: 'yes' } } } });
  return guest;
}

/** The three ways to see a conversation. */
async function read(agent: WatchedAgent, { conversationId }: Place): Promise<void> {
  for (const path of [`${V2}/conversations`, ROOT]) {
    await agent.call('GET', path);
    await agent.call('GET', `${path}/${conversationId}`);
  }
}

async function speak(agent: WatchedAgent, guest: TestGuest, place: Place): Promise<void> {
  const { conversationId, participantId, communicationId } = place;
  await agent.call('POST', `${ROOT}/${conversationId}/communications/${communicationId}/typing`, {
    typing: { type: 'On' },
  });
  const { body: said } = await agent.say(place, 'Hi');
  await sendFile(agent, place);
  await hold(agent, place);
  guest.send({
    action: 'onMessage',
    message: { type: 'Event', events: [{ eventType: 'Typing', typing: { type: 'On' } }] },
  });
  await guest.say('How are you?');
  const { body: conversation } = await agent.call('GET', `${V2}/conversations/${conversationId}`);
  const [customer] = conversation.participants;
  const heard = customer.messages[0].messages.at(-1).messageId;
  await agent.call('POST', `${ROOT}/${conversationId}/messages/bulk`, [said.id, heard]);
  await agent.call('GET', `${ROOT}/${conversationId}/messages/${heard}`);
  await agent.call('GET', `${ROOT}/${heard}/details`);
  for (const kind of ['conversations/messages', 'conversations']) {
    const path = `${V2}/${kind}/${conversationId}/participants/${participantId}`;
    await agent.call('PATCH', `${path}/attributes`, { attributes: { walk: 'on' } });
    await agent.call('GET', `${path}/wrapupcodes`);
  }
}

/** Announces a file, puts it, sees what became of it, and sends it. */
async function sendFile(agent: WatchedAgent, { conversationId, communicationId }: Place): Promise<void> {
  const messages = `${ROOT}/${conversationId}/communications/${communicationId}/messages`;
  const { body } = await agent.call('POST', `${messages}/media/uploads`, { fileName: 'a.gif', contentLengthBytes: 6 });
  await fetch(body.uploadUrl, { method: 'PUT', body: 'GIF89a', headers: body.uploadHeaders });
  await agent.call('GET', `${messages}/media`);
  await agent.call('GET', `${messages}/media/${body.id}`);
  await agent.call('POST', messages, { textBody: 'A picture', mediaIds: [body.id] });
}

/** Holds in each of the two ways, and reads the conversation meanwhile. */
async function hold(agent: WatchedAgent, place: Place): Promise<void> {
  const participant = `${ROOT}/${place.conversationId}/participants/${place.participantId}`;
  for (const path of [participant, `${participant}/communications/${place.communicationId}`]) {
    await agent.call('PATCH', path, { held: true });
    await read(agent, place);
    await agent.call('PATCH', path, { held: false });
  }
}

async function finish(agent: WatchedAgent, place: Place): Promise<void> {
  const { conversationId, participantId, communicationId } = place;
  const part = `${ROOT}/${conversationId}/participants/${participantId}`;
  await agent.call('PATCH', `${part}/communications/${communicationId}`, { state: 'disconnected' });
  const wrapUp = { code: wrapUpCodeId(1), notes: 'walk', tags: ['walk'], durationSeconds: 3 };
  await agent.call('POST', `${part}/communications/${communicationId}/wrapup`, wrapUp);
  for (const kind of ['conversations/messages', 'conversations'])
    await agent.call('GET', `${V2}/${kind}/${conversationId}/participants/${participantId}/wrapup`);
  await agent.call('GET', `${part}/communications/${communicationId}/wrapup`);
}

/** What analytics know of it. `interval` is as Genesys writes it. */
export async function analyse(agent: WatchedAgent, { conversationId }: Place, interval: string): Promise<void> {
  const post = (what: string, body: object) => agent.call('POST', `${V2}/analytics/${what}`, body);
  const only = (dimension: string, value: string) => ({ type: 'or', predicates: [{ dimension, value }] });
  const details = `${V2}/analytics/conversations`;
  await post('conversations/details/query', { interval, paging: { pageSize: 25, pageNumber: 1 } });
  await agent.call('GET', `${details}/${conversationId}/details`);
  await agent.call('GET', `${details}/details?id=${conversationId}`);
  const { body: job } = await post('conversations/details/jobs', { interval });
  await agent.call('GET', `${details}/details/jobs/${job.jobId}`);
  await agent.call('GET', `${details}/details/jobs/${job.jobId}/results`);
  const metrics = ['nOffered', 'tAnswered', 'tHandle', 'nConnected', 'tAcw', 'tTalk'];
  await post('conversations/aggregates/query', { interval, granularity: 'PT30M', groupBy: ['queueId'], metrics });
  await post('conversations/activity/query', { metrics: [{ metric: 'oWaiting' }], groupBy: ['queueId'] });
  await post('routing/activity/query', { metrics: [{ metric: 'oUserRoutingStatuses' }], groupBy: ['queueId'] });
  await post('queues/observations/query', {
    filter: only('queueId', queueId(1)),
    metrics: ['oWaiting', 'oInteracting', 'oOnQueueUsers', 'oUserPresences', 'oUserRoutingStatuses'],
  });
  await post('users/details/query', { interval, userFilters: [only('userId', agent.id)] });
  await post('users/aggregates/query', { interval, groupBy: ['userId'], metrics: ['tAgentRoutingStatus'] });
  await post('users/observations/query', {
    filter: only('userId', agent.id),
    metrics: ['oUserPresence', 'oUserRoutingStatus'],
  });
  await post('ratelimits/aggregates/query', { interval, metrics: ['count'] });
  const { body: usage } = await agent.call('POST', `${V2}/usage/query`, { interval });
  await agent.call('GET', `${V2}/usage/query/${usage.executionId}/results`);
}
