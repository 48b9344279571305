import type { ServerFrame } from '@headroom/genesys-wire/guest';
import { refusalOf } from '../attachments/allowed-media.ts';
import { type Attachment, downloadUrl, uploadUrl } from '../attachments/attachments.ts';
import type { Tenant } from '../org/tenant.ts';
import type { StoredSession } from '../sessions/sessions.ts';
import type { ClientContent, FrameOf } from './client-frames.ts';

type AttachmentFrame = FrameOf<'onAttachment' | 'getAttachment' | 'deleteAttachment'>;

/** Genesys's code and message for what cannot be done with an attachment. */
export interface AttachmentProblem {
  readonly code: number;
  readonly reason: string;
}

/**
 * Answers what a guest asks about a file: to announce it, to have it, to delete it (docs/facts/genesys.md section
 * 1.5). A problem is answered with a `string` frame; that of an announcement with `errorsAsJson` with a
 * GenerateUrlError.
 */
export function answerAttachment(
  tenant: Tenant,
  session: StoredSession,
  frame: AttachmentFrame,
): ServerFrame | AttachmentProblem {
  const { attachmentId } = frame;
  const { fileUpload } = tenant.deployments.messengerOf(session.deploymentId);
  if (frame.action === 'onAttachment') {
    const refusal = refusalOf(frame, fileUpload);
    if (refusal === undefined) {
      const owner = { token: session.token, communicationId: undefined };
      const attachment = tenant.attachments.announce(attachmentId, owner, frame, frame.fileMd5);
      const body = uploadUrl(attachment, tenant.address());
      return { type: 'response', class: 'PresignedUrlResponse', code: 200, body };
    }
    const { errorCode, errorMessage } = refusal;
    tenant.record.add({ kind: 'attachment', attachmentId, event: 'refused', code: errorCode });
    if (frame.errorsAsJson !== true) return { code: errorCode, reason: errorMessage };
    return { type: 'message', class: 'GenerateUrlError', code: 200, body: { attachmentId, errorCode, errorMessage } };
  }
  if (fileUpload.fileTypes.length === 0) return { code: 4000, reason: 'Attachments are not available' };
  const found = uploadedOf(tenant, session, attachmentId);
  if ('code' in found) return found;
  if (frame.action === 'getAttachment') {
    const body = downloadUrl(found, tenant.address());
    return { type: 'response', class: 'PresignedUrlResponse', code: 200, body };
  }
  tenant.attachments.remove(attachmentId);
  return { type: 'message', class: 'AttachmentDeletedResponse', code: 200, body: { attachmentId } };
}

/** The files that a message names, or what is wrong with the first one that cannot be sent. */
export function attachmentsIn(
  tenant: Tenant,
  session: StoredSession,
  content: readonly ClientContent[],
): readonly Attachment[] | AttachmentProblem {
  const found: Attachment[] = [];
  for (const part of content) {
    if (part.contentType !== 'Attachment') continue;
    const attachment = uploadedOf(tenant, session, part.attachment.id);
    if ('code' in attachment) return attachment;
    found.push(attachment);
  }
  return found;
}

function uploadedOf(tenant: Tenant, { token }: StoredSession, id: string): Attachment | AttachmentProblem {
  const attachment = tenant.attachments.get(id);
  if (attachment?.token !== token) return { code: 4009, reason: 'The attachment could not be found' };
  return attachment.bytes === undefined ? { code: 4010, reason: 'The attachment has not been uploaded' } : attachment;
}
