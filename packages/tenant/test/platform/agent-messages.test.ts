import { describe, expect, it } from 'vitest';
import { type Place, TestAgent } from '../agent.ts';
import { control, TestGuest, tenantWith } from '../client.ts';

const PIXEL = 'GIF89a';
const FILE = { fileName: 'a.gif', contentLengthBytes: PIXEL.length };

const messagesOf = ({ conversationId, communicationId }: Place) =>
  `/api/v2/conversations/messages/${conversationId}/communications/${communicationId}/messages`;

/** A guest who has said something, and the agent who accepted it. */
async function talking() {
  const tenant = await tenantWith(['agents.capacity=2']);
  const agent = await TestAgent.onQueue(tenant);
  const guest = await TestGuest.session(tenant);
  await guest.say('Hello');
  return { tenant, agent, guest, place: await agent.accept() };
}

interface Upload {
  readonly id: string;
  readonly uploadUrl: string;
  readonly uploadHeaders: Readonly<Record<string, string>>;
}

async function announced(agent: TestAgent, place: Place, more: object = {}): Promise<Upload> {
  return (await agent.call('POST', `${messagesOf(place)}/media/uploads`, { ...FILE, ...more })).body;
}

const put = async ({ uploadUrl, uploadHeaders }: Upload, body = PIXEL) =>
  (await fetch(uploadUrl, { method: 'PUT', body, headers: { ...uploadHeaders } })).status;

describe("an agent's file", () => {
  it('is announced, put, valid, sent with a text, and seen by the guest, the history and other agents', async () => {
    const { tenant, agent, guest, place } = await talking();
    const media = `${messagesOf(place)}/media`;
    const file = await announced(agent, place);
    expect((await agent.call('GET', `${media}/${file.id}`)).body).toMatchObject({ status: 'uploading' });
    expect(await put(file)).toBe(200);
    expect((await agent.call('GET', `${media}/${file.id}`)).body).toMatchObject({ status: 'valid', name: 'a.gif' });
    const sent = await agent.call('POST', messagesOf(place), { textBody: 'See', mediaIds: [file.id] });
    const shown = { id: file.id, filename: 'a.gif', mime: 'image/gif', mediaType: 'Image' };
    expect(sent.body.normalizedMessage).toMatchObject({
      text: 'See',
      content: [{ contentType: 'Attachment', attachment: { ...shown, contentSizeBytes: 6 } }],
    });
    const { body } = await guest.next((frame) => frame.body.text === 'See');
    const [part] = body.content ?? [];
    expect(part).toMatchObject({ contentType: 'Attachment', attachment: { ...shown, fileSize: 6 } });
    const url = part?.contentType === 'Attachment' ? (part.attachment.url ?? '') : '';
    expect(await (await fetch(url)).text()).toBe(PIXEL);
    const messages = (await control(tenant, '/record')).lines().filter(({ from }) => from === 'agent');
    expect(messages).toMatchObject([{ text: 'See', attachments: [file.id] }]);
  });

  it.each([
    ['is another than announced by its length', 'GIF89a!', {}],
    ['is another than announced by its digest', PIXEL, { contentMd5: '0'.repeat(32) }],
  ])('that %s is invalid, and cannot be sent', async (_, bytes, more) => {
    const { agent, place } = await talking();
    const file = await announced(agent, place, more);
    expect(await put(file, bytes)).toBe(200);
    const { body } = await agent.call('GET', `${messagesOf(place)}/media?status=invalid`);
    expect(body.entities).toMatchObject([{ id: file.id, status: 'invalid' }]);
    expect((await agent.call('POST', messagesOf(place), { textBody: 'See', mediaIds: [file.id] })).status).toBe(400);
  });

  it('cannot be sent before it is put, nor in another communication', async () => {
    const { tenant, agent, place } = await talking();
    const file = await announced(agent, place);
    const send = (where: Place) => agent.call('POST', messagesOf(where), { textBody: 'See', mediaIds: [file.id] });
    expect((await send(place)).status).toBe(400);
    await put(file);
    await (await TestGuest.session(tenant)).say('Me too');
    const other = await agent.accept();
    expect(other.communicationId).not.toBe(place.communicationId);
    expect((await send(other)).status).toBe(400);
    expect((await agent.call('GET', `${messagesOf(other)}/media/${file.id}`)).status).toBe(404);
  });

  it('is refused where its name or its length is missing', async () => {
    const { agent, place } = await talking();
    const path = `${messagesOf(place)}/media/uploads`;
    for (const body of [{}, { fileName: 'a.gif' }, { ...FILE, contentLengthBytes: 0 }])
      expect((await agent.call('POST', path, body)).status).toBe(400);
  });

  it('of a template is refused with 400', async () => {
    const { agent, place } = await talking();
    expect((await agent.call('POST', messagesOf(place), { messagingTemplate: {} })).status).toBe(400);
  });
});

describe('a hold', () => {
  const heldIn = async (agent: TestAgent, { conversationId, participantId }: Place) => {
    const { body } = await agent.call('GET', `/api/v2/conversations/${conversationId}`);
    const own = body.participants.find(({ id }: { id: string }) => id === participantId);
    return own.messages[0].held ?? false;
  };

  it('of an agent is shown in its communication until the agent goes on, and the guest talks on meanwhile', async () => {
    const { tenant, agent, guest, place } = await talking();
    const path = `/api/v2/conversations/messages/${place.conversationId}/participants/${place.participantId}`;
    expect((await agent.call('PATCH', path, { held: true })).status).toBe(204);
    expect(await heldIn(agent, place)).toBe(true);
    expect((await guest.say('Are you there?')).class).toBe('StructuredMessage');
    const communication = `${path}/communications/${place.communicationId}`;
    expect((await agent.call('PATCH', communication, { held: false })).status).toBe(200);
    expect(await heldIn(agent, place)).toBe(false);
    const events = (await control(tenant, '/record')).lines().map(({ event }) => event);
    expect(events.filter((event) => event === 'held' || event === 'resumed')).toEqual(['held', 'resumed']);
    await agent.end(place);
    expect((await agent.call('PATCH', path, { held: true })).status).toBe(400);
  });
});
