import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import platform from 'purecloud-platform-client-v2';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { agentId, queueId } from '../../src/base/ready-made-ids.ts';
import type { RunningTenant } from '../../src/server.ts';
import { TestGuest, tenantWith } from '../client.ts';

/** Genesys's own JavaScript client, unmodified, pointed at the tenant with its gateway setting. */

const client = platform.ApiClient.instance;

async function org(): Promise<RunningTenant> {
  const tenant = await tenantWith();
  const { hostname, port } = new URL(tenant.addresses.api);
  client.setGateway({ protocol: 'http', host: hostname, port: Number(port) });
  return tenant;
}

const asAgent = (n: number) => client.setAccessToken(`simulated-agent-${n}`);

async function presenceId(systemPresence: string): Promise<string> {
  const { entities } = await new platform.PresenceApi().getPresenceDefinitions0();
  return entities?.find((entity) => entity.systemPresence === systemPresence)?.id ?? '';
}

describe('the official JavaScript client', () => {
  it('logs in with client credentials, and asks for what needs no user', async () => {
    await org();
    const { accessToken } = await client.loginClientCredentialsGrant('simulated', 'simulated');
    expect(accessToken).toBeTruthy();
    const queues = await new platform.RoutingApi().getRoutingQueues();
    expect(queues.entities).toMatchObject([{ id: queueId(1) }]);
    const limits = await new platform.OrganizationApi().getOrganizationsLimitsNamespace('web.messaging');
    expect(limits.entities).toContainEqual({
      key: 'connections.rate.per.minute',
      namespace: 'web.messaging',
      value: 1_000,
    });
  });

  it('is refused with the wrong secret', async () => {
    await org();
    await expect(client.loginClientCredentialsGrant('simulated', 'wrong')).rejects.toMatchObject({
      response: { status: 401 },
    });
  });

  it('creates, publishes and deploys a configuration, and the deployment serves guests', async () => {
    const tenant = await org();
    await client.loginClientCredentialsGrant('simulated', 'simulated');
    const api = new platform.WebDeploymentsApi();
    const draft = await api.postWebdeploymentsConfigurations({
      name: 'Load',
      version: 'DRAFT',
      languages: ['en-us'],
      defaultLanguage: 'en-us',
    });
    const deployment = {
      name: 'Load',
      configuration: { id: draft.id ?? '', version: '1' },
      allowedDomains: ['example.com'],
      allowAllDomains: false,
    };
    await expect(api.postWebdeploymentsDeployments(deployment)).rejects.toMatchObject({ status: 400 });
    await api.postWebdeploymentsConfigurationVersionsDraftPublish(draft.id ?? '');
    const { id = '' } = await api.postWebdeploymentsDeployments(deployment);
    await TestGuest.session(tenant, { deployment: id });
    expect((await api.getWebdeploymentsDeployment(id)).status).toBe('Active');
  });

  it('takes an agent through a conversation: channel, presence, accept, type, reply, end, wrap-up', async () => {
    const tenant = await org();
    asAgent(1);
    const notifications = new platform.NotificationsApi();
    const { id = '', connectUri = '' } = await notifications.postNotificationsChannels();
    await notifications.putNotificationsChannelSubscriptions(id, [{ id: `v2.users.${agentId(1)}.conversations` }]);
    const socket = new WebSocket(connectUri);
    onTestFinished(() => socket.terminate());
    await once(socket, 'open');
    await new platform.PresenceApi().patchUserPresencesPurecloud(agentId(1), {
      presenceDefinition: { id: await presenceId('OnQueue') },
    });

    const alerted = once(socket, 'message');
    const guest = await TestGuest.session(tenant);
    const { id: messageId = '' } = (await guest.say('Hello')).body;
    await alerted;
    const conversations = new platform.ConversationsApi();
    const [mine] = (await conversations.getConversationsMessages()).entities ?? [];
    const conversationId = mine?.id ?? '';
    const participantId = (await conversations.getConversationsMessage(conversationId)).participants?.at(-1)?.id ?? '';
    // Only the conversation itself shows the ids of its communications.
    const { participants } = await conversations.getConversation(conversationId);
    const communicationId = participants.find(({ id }) => id === participantId)?.messages?.[0]?.id ?? '';

    expect(await conversations.getConversationsMessageDetails(messageId)).toMatchObject({ conversationId });
    await conversations.patchConversationsMessageParticipant(conversationId, participantId, {
      body: { state: 'connected' },
    });
    await conversations.postConversationsMessageCommunicationTyping(conversationId, communicationId, {
      typing: { type: 'On' },
    });
    expect(await guest.next(({ body }) => body.type === 'Event')).toMatchObject({ class: 'StructuredMessage' });
    await conversations.postConversationsMessageCommunicationMessages(conversationId, communicationId, {
      textBody: 'Hi',
    });
    expect((await guest.next(({ body }) => body.text === 'Hi')).body.channel?.messageId).toBeUndefined();
    await conversations.patchConversationsMessageParticipantCommunication(
      conversationId,
      participantId,
      communicationId,
      { state: 'disconnected' },
    );
    const [code] = await conversations.getConversationsMessageParticipantWrapupcodes(conversationId, participantId);
    await conversations.postConversationsMessageParticipantCommunicationWrapup(
      conversationId,
      participantId,
      communicationId,
      { body: { code: code?.id ?? '' } },
    );
    expect((await conversations.getConversationsMessages()).entities).toEqual([]);
  });

  it('sees a file of the guest, transfers to another agent, who sends one, holds, goes on and wraps up', async () => {
    const tenant = await org();
    const conversations = new platform.ConversationsApi();
    const goOnQueue = async (n: number) => {
      asAgent(n);
      const presenceDefinition = { id: await presenceId('OnQueue') };
      await new platform.PresenceApi().patchUserPresencesPurecloud(agentId(n), { presenceDefinition });
    };
    /** Agent n's part in its one conversation: accepted. */
    const accept = async (n: number) => {
      asAgent(n);
      const [mine] = (await conversations.getConversationsMessages()).entities ?? [];
      const own = (await conversations.getConversation(mine?.id ?? '')).participants?.at(-1);
      await conversations.patchConversationsMessageParticipant(mine?.id ?? '', own?.id ?? '', {
        body: { state: 'connected' },
      });
      return {
        conversationId: mine?.id ?? '',
        participantId: own?.id ?? '',
        communicationId: own?.messages?.[0]?.id ?? '',
      };
    };
    const wrapUp = async ({ conversationId, participantId, communicationId }: Awaited<ReturnType<typeof accept>>) => {
      const [code] = await conversations.getConversationsMessageParticipantWrapupcodes(conversationId, participantId);
      const body = { code: code?.id ?? '' };
      await conversations.postConversationsMessageParticipantCommunicationWrapup(
        conversationId,
        participantId,
        communicationId,
        { body },
      );
    };

    await goOnQueue(1);
    const guest = await TestGuest.session(tenant);
    const id = randomUUID();
    const file = { fileName: 'a.gif', fileType: 'image/gif', fileSize: 6 };
    const offered = await guest.ask({ action: 'onAttachment', attachmentId: id, ...file });
    const { url, headers } = offered.body as unknown as { url: string; headers: Record<string, string> };
    await fetch(url, { method: 'PUT', body: 'GIF89a', headers });
    await guest.of('UploadSuccessEvent');
    const said = await guest.say('see', { content: [{ contentType: 'Attachment', attachment: { id } }] });
    const from = await accept(1);
    const seen = await conversations.getConversationsMessageMessage(from.conversationId, said.body.id ?? '');
    expect(seen.normalizedMessage?.content?.[0]?.attachment).toMatchObject({
      id,
      mime: 'image/gif',
      filename: 'a.gif',
    });

    await goOnQueue(2);
    asAgent(1);
    await conversations.postConversationsMessageParticipantReplace(from.conversationId, from.participantId, {
      userId: agentId(2),
    });
    const to = await accept(2);
    expect(to.conversationId).toBe(from.conversationId);
    // The Java client sends these lists with each message; stickers are in no model any more.
    const lists = { mediaIds: [], stickerIds: [] };
    await conversations.postConversationsMessageCommunicationMessages(to.conversationId, to.communicationId, {
      textBody: 'I see',
      ...lists,
    });
    await guest.next(({ body }) => body.text === 'I see');
    const place = [to.conversationId, to.communicationId] as const;
    const upload = { fileName: 'b.png', contentLengthBytes: 6 };
    const media = await conversations.postConversationsMessageCommunicationMessagesMediaUploads(...place, upload);
    await fetch(media.uploadUrl ?? '', { method: 'PUT', body: 'PNG89a', headers: media.uploadHeaders ?? {} });
    const mediaId = media.id ?? '';
    const put = await conversations.getConversationsMessageCommunicationMessagesMediaMediaId(...place, mediaId);
    expect(put.status).toBe('valid');
    await conversations.postConversationsMessageCommunicationMessages(...place, {
      textBody: 'Look',
      mediaIds: [mediaId],
    });
    const heard = await guest.next(({ body }) => body.text === 'Look');
    expect(heard.body.content).toMatchObject([{ contentType: 'Attachment', attachment: { id: mediaId } }]);
    for (const held of [true, false]) {
      const body = { held };
      await conversations.patchConversationsMessageParticipant(to.conversationId, to.participantId, { body });
      const { participants } = await conversations.getConversationsMessage(to.conversationId);
      expect(participants?.at(-1)?.held ?? false).toBe(held);
    }
    await conversations.patchConversationsMessageParticipant(to.conversationId, to.participantId, {
      body: { state: 'disconnected' },
    });
    await wrapUp(to);
    asAgent(1);
    await wrapUp(from);
    expect((await conversations.getConversationsMessages()).entities).toEqual([]);
  });

  it('raises the capacity of every agent, and reads the queue', async () => {
    await org();
    await client.loginClientCredentialsGrant('simulated', 'simulated');
    const routing = new platform.RoutingApi();
    const message = { maximumCapacity: 5, interruptableMediaTypes: [], includeNonAcd: false };
    await routing.putRoutingUtilization({ utilization: { message } });
    expect((await routing.getRoutingUtilization()).utilization).toMatchObject({ message: { maximumCapacity: 5 } });
    const observed = await new platform.AnalyticsApi().postAnalyticsQueuesObservationsQuery({
      filter: { type: 'or', predicates: [{ dimension: 'queueId', value: queueId(1) }] },
      metrics: ['oWaiting'],
    });
    expect(observed.results?.[0]?.data).toContainEqual({ metric: 'oWaiting', stats: { count: 0 } });
  });
});
