import type { MediaStatus, MessageMediaUploadData } from '@headroom/genesys-wire/platform';
import * as z from 'zod';
import { type Attachment, contentOf, uploadUrl } from '../../attachments/attachments.ts';
import { toMessageData } from '../../conversations/message.ts';
import type { AgentParticipant } from '../../conversations/participants.ts';
import type { Tenant } from '../../org/tenant.ts';
import type { ApiCall, ApiRoute } from '../http/call.ts';
import { badRequest, failure, invalidBody, notFound } from '../http/errors.ts';
import { PAGING, page } from '../http/page.ts';
import { valuesOf } from '../query/list-filters.ts';
import { asAgent } from './conversations.ts';

const MESSAGES = '/api/v2/conversations/messages/{}/communications/{}/messages';
/** Genesys publishes no list of what agents may send; a type is told from the name of the file. */
const TYPES: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  mp4: 'video/mp4',
  mp3: 'audio/mpeg',
  pdf: 'application/pdf',
  txt: 'text/plain',
};

/** Stickers have left Genesys's models; its Java SDK 198.1.0 sends an empty list of them with each message. */
const stickerIds = z.array(z.string()).max(0).optional();

/** A text, with files or without. */
const contentBody = z.union([
  z.strictObject({ textBody: z.string().min(1), mediaIds: z.array(z.string()).optional(), stickerIds }),
  z.strictObject({ textBody: z.string().default(''), mediaIds: z.array(z.string()).min(1), stickerIds }),
  z.looseObject({ messagingTemplate: z.object({}) }),
]);

const uploadBody = z.object({
  fileName: z.string().min(1).max(255),
  contentLengthBytes: z.int().min(1),
  contentMd5: z.string().optional(),
});

const reply = asAgent((conversation, participant, { tenant, body, address }) => {
  const parsed = contentBody.safeParse(body);
  if (!parsed.success) return badRequest('One of textBody, mediaIds and messagingTemplate has to be given');
  if ('messagingTemplate' in parsed.data) return badRequest('Templates are not available to web messaging here');
  const { textBody, mediaIds = [] } = parsed.data;
  const max = tenant.limits.outboundCharacters;
  if (textBody.length > max) return badRequest(`textBody has to have at most ${max} characters`);
  if (participant.state !== 'connected') return failure(400, 'bad.request', 'The communication is not connected');
  const files = mediaIds.flatMap((id) => mediaOf(tenant, participant, id) ?? []);
  if (files.length < mediaIds.length || files.some((file) => statusOf(file) !== 'valid'))
    return badRequest('Each of mediaIds has to be the id of a file that was uploaded for this communication');
  const content = files.map((file) => ({ contentType: 'Attachment', attachment: contentOf(file, address) }) as const);
  const message = tenant.agentSays(conversation, participant.userId, textBody, content);
  return toMessageData(conversation.id, message, tenant.profile);
});

/** Announces a file: the answer says where to put it (docs/facts/genesys.md, fact 2.6.14). */
const announceUpload = asAgent((_conversation, participant, { tenant, body, address }) => {
  const parsed = uploadBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  if (participant.state !== 'connected') return failure(400, 'bad.request', 'The communication is not connected');
  const { fileName, contentLengthBytes, contentMd5 } = parsed.data;
  const fileType = TYPES[fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
  const owner = { token: undefined, communicationId: participant.communicationId };
  const announced = { fileName, fileType, fileSize: contentLengthBytes };
  const file = tenant.attachments.announce(tenant.ids.next(), owner, announced, contentMd5);
  const { url, headers } = uploadUrl(file, address);
  const answer: MessageMediaUploadData = { id: file.id, name: fileName, uploadUrl: url, uploadHeaders: headers };
  return answer;
});

const listMedia = asAgent((conversation, participant, { tenant, query, address }) => {
  const wanted = valuesOf(query, 'status');
  const files = tenant.attachments
    .ofCommunication(participant.communicationId)
    .filter((file) => wanted.length === 0 || wanted.includes(statusOf(file)));
  return page(
    files.map((file) => mediaData(file, conversation.id, address)),
    query,
  );
});

const oneMedia = asAgent((conversation, participant, { tenant, ids, address }: ApiCall) => {
  const file = mediaOf(tenant, participant, ids[2] ?? '');
  return file === undefined ? notFound('Media') : mediaData(file, conversation.id, address);
});

function mediaOf(tenant: Tenant, { communicationId }: AgentParticipant, id: string): Attachment | undefined {
  const file = tenant.attachments.get(id);
  return file?.communicationId === communicationId ? file : undefined;
}

/** A file as Genesys's model `MessageMediaData` has it. */
function mediaData(file: Attachment, conversationId: string, address: string) {
  const { id, fileName: name, fileType, fileSize: contentLengthBytes, communicationId } = file;
  const status = statusOf(file);
  return {
    id,
    name,
    ...(status === 'valid' ? { url: contentOf(file, address).url } : {}),
    mediaType: fileType,
    contentLengthBytes,
    status,
    conversationId,
    communicationId,
  };
}

function statusOf({ bytes, invalid }: Attachment): MediaStatus {
  if (invalid) return 'invalid';
  return bytes === undefined ? 'uploading' : 'valid';
}

export const agentMessageRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: MESSAGES, answer: reply },
  { method: 'POST', path: `${MESSAGES}/media/uploads`, answer: announceUpload },
  { method: 'GET', path: `${MESSAGES}/media`, query: ['status', ...PAGING], answer: listMedia },
  { method: 'GET', path: `${MESSAGES}/media/{}`, answer: oneMedia },
];
