import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { api, control, type ReceivedFrame, TestGuest, tenantWith } from '../client.ts';

const PIXEL = Buffer.from('GIF89a');
const FILE = { fileName: 'a.gif', fileType: 'image/gif', fileSize: PIXEL.length, errorsAsJson: true };

interface UploadBody {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly errorCode: number;
  readonly downloadUrl: string;
  readonly fileSize: number;
}
const bodyOf = (frame: ReceivedFrame) => frame.body as unknown as UploadBody;

const announce = (guest: TestGuest, attachmentId: string, more: object = {}) =>
  guest.ask({ action: 'onAttachment', attachmentId, ...FILE, ...more });

/** Puts bytes where the tenant said, with the headers that it gave. */
async function put(frame: ReceivedFrame, bytes: Buffer = PIXEL, headers = bodyOf(frame).headers): Promise<number> {
  return (await fetch(bodyOf(frame).url, { method: 'PUT', body: new Uint8Array(bytes), headers })).status;
}

const naming = (id: string) => ({ content: [{ contentType: 'Attachment', attachment: { id } }] });

describe('an attachment', () => {
  it('is announced, put, told to be there, sent in a message, and seen by agents and in the history', async () => {
    const tenant = await tenantWith();
    const guest = await TestGuest.session(tenant);
    const id = randomUUID();
    const offered = await announce(guest, id);
    expect(offered).toMatchObject({ class: 'PresignedUrlResponse', body: { attachmentId: id, fileName: 'a.gif' } });
    expect(await put(offered)).toBe(200);
    const { downloadUrl } = bodyOf(await guest.of('UploadSuccessEvent'));
    expect(Buffer.from(await (await fetch(downloadUrl)).arrayBuffer())).toEqual(PIXEL);

    const echo = await guest.say('see', naming(id));
    const attachment = { id, filename: 'a.gif', mime: 'image/gif', mediaType: 'Image', fileSize: PIXEL.length };
    expect(echo.body).toMatchObject({ text: 'see', content: [{ contentType: 'Attachment', attachment }] });
    const path = `/api/v2/conversations/messages/${echo.body.id}/details`;
    const seen = { id, mediaType: 'Image', mime: 'image/gif', filename: 'a.gif', contentSizeBytes: PIXEL.length };
    expect((await api(tenant, 'GET', path)).body.normalizedMessage).toMatchObject({
      text: 'see',
      content: [{ contentType: 'Attachment', attachment: seen }],
    });
    const messages = (await control(tenant, '/record')).lines().filter(({ kind }) => kind === 'message');
    expect(messages).toMatchObject([{ text: 'see', attachments: [id] }]);
  });

  it('may be a message of its own', async () => {
    const guest = await TestGuest.session(await tenantWith());
    const id = randomUUID();
    await put(await announce(guest, id));
    await guest.of('UploadSuccessEvent');
    const { content } = naming(id);
    expect(await guest.ask({ action: 'onMessage', message: { content } })).toMatchObject({
      class: 'StructuredMessage',
    });
  });

  it.each([
    [4001, { fileType: 'text/plain' }],
    [4001, { fileName: 'a.gif.ade' }],
    [4001, { fileType: undefined }],
    [4002, { fileSize: 1_025 }],
    [4004, { fileName: 'a/b.gif' }],
    [4005, { fileName: `${'a'.repeat(300)}.gif` }],
    [4102, { fileSize: 0 }],
  ])('is refused with %i when it is %o', async (errorCode, more) => {
    const sets = ['fileUpload.fileTypes=["image/*"]', 'fileUpload.maxFileSizeKB=1'];
    const guest = await TestGuest.session(await tenantWith(sets));
    const id = randomUUID();
    expect(await announce(guest, id, more)).toMatchObject({
      class: 'GenerateUrlError',
      type: 'message',
      body: { attachmentId: id, errorCode },
    });
    expect(await announce(guest, id, { ...more, errorsAsJson: false })).toMatchObject({
      class: 'string',
      code: errorCode,
    });
  });

  it('is refused with 4000 where the deployment takes no files, and the session says so', async () => {
    const guest = await TestGuest.open(await tenantWith(['fileUpload.fileTypes=[]']));
    const session = await guest.ask({ action: 'configureSession', deploymentId: guest.deployment });
    expect(session.body).toMatchObject({ allowedMedia: {} });
    expect(await announce(guest, randomUUID())).toMatchObject({ body: { errorCode: 4000 } });
    for (const action of ['getAttachment', 'deleteAttachment'])
      expect(await guest.ask({ action, attachmentId: randomUUID() })).toMatchObject({ class: 'string', code: 4000 });
  });

  it('is refused after the upload when it is larger, emptier or other than announced', async () => {
    const tenant = await tenantWith(['fileUpload.maxFileSizeKB=1']);
    const guest = await TestGuest.session(tenant);
    const fileMd5 = createHash('md5').update('other').digest('hex');
    const codes: number[] = [];
    for (const [bytes, more] of [
      [Buffer.alloc(2_000), {}],
      [Buffer.alloc(0), {}],
      [PIXEL, { fileMd5 }],
    ] as const) {
      expect(await put(await announce(guest, randomUUID(), more), bytes)).toBe(200);
      codes.push(bodyOf(await guest.of('UploadFailureEvent')).errorCode);
    }
    expect(codes).toEqual([4002, 4102, 4003]);
  });

  it('is put only with the signed headers, under the signed address', async () => {
    const guest = await TestGuest.session(await tenantWith());
    const offered = await announce(guest, randomUUID());
    expect(await put(offered, PIXEL, {})).toBe(403);
    const { url } = bodyOf(offered);
    expect((await fetch(`${url}0`, { method: 'PUT', body: 'x' })).status).toBe(403);
  });

  it('in a message is 4009 when nobody or another guest has it, and 4010 before it is put', async () => {
    const tenant = await tenantWith();
    const [guest, other] = [await TestGuest.session(tenant), await TestGuest.session(tenant)];
    expect(await guest.say('see', naming(randomUUID()))).toMatchObject({ class: 'string', code: 4009 });
    const id = randomUUID();
    const offered = await announce(guest, id);
    expect(await guest.say('see', naming(id))).toMatchObject({ class: 'string', code: 4010 });
    await put(offered);
    await guest.of('UploadSuccessEvent');
    expect(await other.say('see', naming(id))).toMatchObject({ class: 'string', code: 4009 });
  });

  it('is had again by getAttachment, and gone after deleteAttachment', async () => {
    const guest = await TestGuest.session(await tenantWith());
    const attachmentId = randomUUID();
    await put(await announce(guest, attachmentId));
    await guest.of('UploadSuccessEvent');
    const had = bodyOf(await guest.ask({ action: 'getAttachment', attachmentId }));
    expect(had).toMatchObject({ headers: {}, fileSize: PIXEL.length });
    expect((await fetch(had.url)).headers.get('content-type')).toBe('image/gif');
    const deleted = await guest.ask({ action: 'deleteAttachment', attachmentId });
    expect(deleted).toMatchObject({ type: 'message', class: 'AttachmentDeletedResponse', body: { attachmentId } });
    expect(await guest.ask({ action: 'getAttachment', attachmentId })).toMatchObject({ code: 4009 });
  });
});
