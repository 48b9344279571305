import type { AllowedMedia } from '@headroom/genesys-wire/guest';
import type { Profile } from '../profile/schema.ts';

/** A file as the guest announces it. */
export interface AnnouncedFile {
  readonly fileName?: string | undefined;
  readonly fileType?: string | undefined;
  /** Bytes. */
  readonly fileSize?: number | undefined;
}

/** Why a file is not taken. The codes are Genesys's (docs/facts/genesys.md section 1.5). */
export interface FileRefusal {
  readonly errorCode: 4000 | 4001 | 4002 | 4003 | 4004 | 4005 | 4102;
  readonly errorMessage: string;
}

/** Genesys publishes no maximum; this is that of most file systems. */
const MAX_NAME_LENGTH = 255;

/** What a session says of the files that it takes: `{}` where it takes none. */
export function allowedMediaOf({ fileTypes, maxFileSizeKB }: Profile['fileUpload']): AllowedMedia {
  if (fileTypes.length === 0) return {};
  return { inbound: { fileTypes: fileTypes.map((type) => ({ type })), maxFileSizeKB } };
}

/** Why a deployment does not take a file of this name, type and size; undefined when it does. */
export function refusalOf(file: AnnouncedFile, allowed: Profile['fileUpload']): FileRefusal | undefined {
  const { fileName = '', fileType = '', fileSize } = file;
  if (allowed.fileTypes.length === 0) return { errorCode: 4000, errorMessage: 'Attachments are not available' };
  if (fileName === '' || /[/\\\0]/.test(fileName)) return { errorCode: 4004, errorMessage: 'The file name is invalid' };
  if (fileName.length > MAX_NAME_LENGTH) return { errorCode: 4005, errorMessage: 'The file name is too long' };
  const blocked = allowed.blockedExtensions.some((extension) => fileName.toLowerCase().endsWith(extension));
  if (blocked || !allowed.fileTypes.some((type) => fits(type, fileType)))
    return { errorCode: 4001, errorMessage: 'The file type is not supported' };
  return fileSize === undefined ? undefined : sizeRefusal(fileSize, allowed);
}

/** Why a deployment does not take a file of so many bytes. */
export function sizeRefusal(bytes: number, { maxFileSizeKB }: Profile['fileUpload']): FileRefusal | undefined {
  if (bytes === 0) return { errorCode: 4102, errorMessage: 'The file is empty' };
  return bytes > maxFileSizeKB * 1_024 ? { errorCode: 4002, errorMessage: 'The file is too large' } : undefined;
}

function fits(allowed: string, type: string): boolean {
  const [kind, subtype] = allowed.split('/');
  const [ownKind, ownSubtype] = type.split('/');
  if (!ownKind || !ownSubtype) return false;
  return (kind === '*' || kind === ownKind) && (subtype === '*' || subtype === ownSubtype);
}
