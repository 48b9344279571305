import { createHash } from 'node:crypto';
import type { GuestAttachment, PresignedUrl } from '@headroom/genesys-wire/guest';
import type { Uuids } from '../base/uuids.ts';
import type { AnnouncedFile } from './allowed-media.ts';

/** A file that a guest or an agent announced, and put or did not put. */
export interface Attachment {
  readonly id: string;
  /** The session of the guest whose it is; undefined for an agent's. */
  readonly token: string | undefined;
  /** The communication in which an agent sends it; undefined for a guest's. */
  readonly communicationId: string | undefined;
  readonly fileName: string;
  readonly fileType: string;
  /** Base64 or hexadecimal, where the client gave it. */
  readonly md5: string | undefined;
  /** What the presigned addresses prove that they were given by the tenant. */
  readonly signature: string;
  /** How many bytes were announced, where they were. */
  readonly fileSize: number | undefined;
  /** Undefined until it is put. */
  bytes: Buffer | undefined;
  /** What was put is not what was announced: of an agent's, since a guest's is removed then. */
  invalid: boolean;
}

export type Owner = Pick<Attachment, 'token' | 'communicationId'>;

/** The files of the org, by id, and the presigned addresses under which they are put and had. */
export class Attachments {
  readonly #byId = new Map<string, Attachment>();
  readonly #ids: Uuids;

  constructor(ids: Uuids) {
    this.#ids = ids;
  }

  announce(id: string, owner: Owner, file: AnnouncedFile, md5?: string): Attachment {
    const signature = this.#ids.next().replaceAll('-', '');
    const { fileName = '', fileType = '', fileSize } = file;
    const attachment = { id, ...owner, fileName, fileType, fileSize, md5, signature, bytes: undefined, invalid: false };
    this.#byId.set(id, attachment);
    return attachment;
  }

  get(id: string): Attachment | undefined {
    return this.#byId.get(id);
  }

  /** Those that an agent sends in this communication, in the order in which they were announced. */
  ofCommunication(communicationId: string): Attachment[] {
    return [...this.#byId.values()].filter((one) => one.communicationId === communicationId);
  }

  remove(id: string): void {
    this.#byId.delete(id);
  }
}

/** Storage with presigned addresses wants just the headers that were signed. */
export const SIGNED_HEADERS = { 'x-amz-tagging': 'organizationId=simulated' } as const;

/** Where the file is put; `address` is the tenant's `host:port`. */
export function uploadUrl({ id, fileName, fileType, signature }: Attachment, address: string): PresignedUrl {
  const url = `http://${address}/uploads/${id}?signature=${signature}`;
  return { attachmentId: id, headers: SIGNED_HEADERS, url, fileName, fileType };
}

/** Where the file is had. The empty headers and the size tell a client that it is no upload (docs/facts/genesys.md section 1.5). */
export function downloadUrl({ id, fileName, fileType, signature, bytes }: Attachment, address: string): PresignedUrl {
  const url = `http://${address}/downloads/${id}?signature=${signature}`;
  return { attachmentId: id, headers: {}, url, fileName, fileType, fileSize: bytes?.length ?? 0 };
}

/** The file as a part of a message. */
export function contentOf(attachment: Attachment, address: string): GuestAttachment {
  const { id, fileName, fileType, bytes } = attachment;
  return {
    id,
    mediaType: mediaTypeOf(fileType),
    url: downloadUrl(attachment, address).url,
    mime: fileType,
    filename: fileName,
    fileSize: bytes?.length ?? 0,
  };
}

export function hasMd5({ md5 }: Attachment, bytes: Buffer): boolean {
  if (md5 === undefined) return true;
  const digest = createHash('md5').update(bytes).digest();
  return digest.toString('hex') === md5.toLowerCase() || digest.toString('base64') === md5;
}

function mediaTypeOf(fileType: string): NonNullable<GuestAttachment['mediaType']> {
  if (fileType.startsWith('image/')) return 'Image';
  if (fileType.startsWith('video/')) return 'Video';
  return fileType.startsWith('audio/') ? 'Audio' : 'File';
}
