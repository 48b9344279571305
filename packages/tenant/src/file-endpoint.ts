import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FileRefusal, sizeRefusal } from './attachments/allowed-media.ts';
import { type Attachment, downloadUrl, hasMd5, SIGNED_HEADERS } from './attachments/attachments.ts';
import type { Tenant } from './org/tenant.ts';
import { readBytes } from './request-body.ts';
import { sendTo } from './sessions/sessions.ts';

const OTHER_FILE: FileRefusal = { errorCode: 4003, errorMessage: 'The file is not what was announced' };
/** More than any file that is allowed. */
const MAX_BYTES = 11_000_000;

export const isFilePath = (path: string): boolean => /^\/(?:uploads|downloads)\//.test(path);

/**
 * Answers the presigned addresses as the storage behind Genesys does: `PUT /uploads/{id}`, `GET /downloads/{id}`. What
 * became of an upload the guest's session is told (docs/facts/genesys.md section 1.5).
 */
export async function answerFile(
  tenant: Tenant,
  address: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '', `http://${address}`);
  const [, action, id = ''] = url.pathname.split('/');
  const bytes = await readBytes(request, MAX_BYTES);
  const attachment = tenant.attachments.get(id);
  if (attachment === undefined || url.searchParams.get('signature') !== attachment.signature) return end(response, 403);
  if (action === 'downloads' && request.method === 'GET') {
    const type = attachment.fileType || 'application/octet-stream';
    return attachment.bytes === undefined ? end(response, 404) : end(response, 200, attachment.bytes, type);
  }
  if (action !== 'uploads' || request.method !== 'PUT') return end(response, 405);
  const signed = Object.entries(SIGNED_HEADERS).every(([name, value]) => request.headers[name] === value);
  if (!signed) return end(response, 403);
  end(response, 200);
  tell(tenant, attachment, bytes, address);
}

/** Keeps the file or refuses it, and says which to its guest. An agent asks what became of it. */
function tell(tenant: Tenant, attachment: Attachment, bytes: Buffer | undefined, address: string): void {
  const { id: attachmentId, token } = attachment;
  const refusal = refusalOf(tenant, attachment, bytes);
  const session = token === undefined ? undefined : tenant.sessions.get(token);
  const timestamp = new Date(tenant.clock.now()).toISOString();
  if (refusal !== undefined) {
    if (token === undefined) attachment.invalid = true;
    else tenant.attachments.remove(attachmentId);
    tenant.record.add({ kind: 'attachment', attachmentId, event: 'refused', code: refusal.errorCode });
    const body = { attachmentId, ...refusal, timestamp };
    if (session) sendTo(session, { type: 'message', class: 'UploadFailureEvent', code: 200, body });
    return;
  }
  attachment.bytes = bytes;
  tenant.record.add({ kind: 'attachment', attachmentId, event: 'uploaded' });
  const body = { attachmentId, downloadUrl: downloadUrl(attachment, address).url, timestamp };
  if (session) sendTo(session, { type: 'message', class: 'UploadSuccessEvent', code: 200, body });
}

/** Why the bytes that were put are not taken: of a guest, what the deployment does not allow; of both, another file. */
function refusalOf(tenant: Tenant, attachment: Attachment, bytes: Buffer | undefined): FileRefusal | undefined {
  const { token, fileSize } = attachment;
  const length = bytes?.length ?? MAX_BYTES;
  const session = token === undefined ? undefined : tenant.sessions.get(token);
  const allowed = session && tenant.deployments.messengerOf(session.deploymentId).fileUpload;
  const other = token === undefined && length !== fileSize;
  if (other || (bytes && !hasMd5(attachment, bytes))) return (allowed && sizeRefusal(length, allowed)) ?? OTHER_FILE;
  return allowed && sizeRefusal(length, allowed);
}

function end(response: ServerResponse, status: number, body?: Buffer, type?: string): void {
  response.writeHead(status, body && { 'Content-Type': type, 'Content-Length': body.length }).end(body);
}
