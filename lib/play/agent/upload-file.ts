import type { MessageMediaData, MessageMediaUploadData } from '@headroom/genesys-wire/platform';
import { delay } from '../../base/delay.ts';
import { MEDIA, MEDIA_UPLOAD } from '../../genesys/platform/answer-shapes.ts';
import type { Answer, PlatformClient } from '../../genesys/platform/client.ts';
import { putFile } from '../../genesys/put-file.ts';
import type { Plan } from '../../plan/schema.ts';
import { PIXEL, pixel } from '../pixel.ts';
import type { UploadResult } from './job.ts';

/** How often, and after what time (ms) each, the org is asked whether the file is there: 10 s in all. */
const TIMES = 10;
const ASK_MS = 1_000;

/**
 * Uploads a file for a message of this communication: it is announced, put where the org says, and there once the org
 * calls it valid (docs/facts/genesys.md, fact 2.6.14).
 */
export async function uploadFile(
  client: PlatformClient,
  target: Plan['target'],
  conversationId: string,
  communicationId: string,
): Promise<UploadResult> {
  const root = '/api/v2/conversations/messages';
  const name = `${root}/:id/communications/:id/messages/media`;
  const path = `${root}/${conversationId}/communications/${communicationId}/messages/media`;
  const announced = { fileName: PIXEL.name, contentLengthBytes: PIXEL.bytes };
  const manner = { once: true, reads: MEDIA_UPLOAD };
  const to = await client.call<MessageMediaUploadData>('POST', `${name}/uploads`, `${path}/uploads`, announced, manner);
  if (!to.ok) return failureOf(to);
  const { id, uploadUrl: url, uploadHeaders: headers = {} } = to.body;
  if (!(await putFile({ url, headers, fileType: PIXEL.type }, pixel(), target))) return { state: 'failed' };
  for (let time = 0; time < TIMES; time++) {
    if (time > 0) await delay(ASK_MS);
    const media = await client.call<MessageMediaData>('GET', `${name}/:id`, `${path}/${id}`, undefined, {
      reads: MEDIA,
    });
    if (!media.ok) return failureOf(media);
    if (media.body.status === 'valid') return { state: 'uploaded', mediaId: id };
    if (media.body.status === 'invalid') return { state: 'refused' };
  }
  return { state: 'failed' };
}

function failureOf({ status }: Extract<Answer<never>, { readonly ok: false }>): UploadResult {
  return { state: status >= 400 && status < 500 ? 'refused' : 'failed' };
}
