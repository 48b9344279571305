import { randomBytes } from 'node:crypto';
import zlib from 'node:zlib';
import type { Host } from '../../vu/host.ts';
import { bytesOf } from '../common/bytes.ts';

export interface EncodedBody {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

const compressions: readonly string[] = ['gzip', 'deflate', 'br', 'zstd'];

const zstd = zlib as typeof zlib & { readonly zstdCompressSync?: (bytes: Uint8Array) => Uint8Array };

/** The result of `http.file`. */
export class FileData {
  readonly data: unknown;
  readonly filename: string;
  readonly content_type: string;

  constructor(data: unknown, filename: unknown, contentType: unknown) {
    this.data = data;
    this.filename = filename === undefined ? String(Date.now() * 1e6) : String(filename);
    this.content_type = contentType === undefined ? 'application/octet-stream' : String(contentType);
  }
}

/** Encodes a request body: text, bytes, or an object as a form, multipart when it has a file. Undefined for no body. */
export function encodeBody(host: Host, body: unknown, compression: string): EncodedBody | undefined {
  const plain = plainBody(host, body);
  if (!plain || compression === '') return plain;
  let { bytes } = plain;
  const algorithms = compression.split(',').map((name) => name.trim());
  for (const name of algorithms) bytes = compress(host, name, bytes);
  return { ...plain, bytes, contentEncoding: algorithms.join(', ') };
}

function plainBody(host: Host, body: unknown): EncodedBody | undefined {
  if (body === undefined || body === null) return undefined;
  const made = (bytes: Uint8Array, contentType?: string) => ({ bytes, contentType, contentEncoding: undefined });
  if (typeof body === 'string') return made(Buffer.from(body));
  const bytes = bytesOf(body);
  if (bytes) return made(Uint8Array.from(bytes));
  if (typeof body !== 'object') throw host.typeError(`unknown request body type ${typeof body}`);
  const fields = Object.entries(body);
  if (fields.some(([, value]) => value instanceof FileData)) return multipart(fields);
  return made(Buffer.from(urlEncode(host, fields)), 'application/x-www-form-urlencoded');
}

/** Since k6 2.3 null and undefined are sent empty, and an object is a warning (docs/facts/k6.md, section 8, K8.6). */
function urlEncode(host: Host, fields: readonly (readonly [string, unknown])[]): string {
  const form = new URLSearchParams();
  for (const [name, value] of fields) {
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, formValue(host, name, one));
  }
  // Go's url.Values.Encode sorts by name.
  form.sort();
  return form.toString();
}

function formValue(host: Host, name: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  // What k6 sends of it is not documented.
  host.context.log('warning', `the form field "${name}" is an object and cannot be encoded: it is sent empty`);
  return '';
}

function multipart(fields: readonly (readonly [string, unknown])[]): EncodedBody {
  const boundary = randomBytes(30).toString('hex');
  const parts: Uint8Array[] = [];
  for (const [name, value] of fields) {
    const file = value instanceof FileData ? value : undefined;
    const disposition = `Content-Disposition: form-data; name="${name}"`;
    const head = file
      ? `${disposition}; filename="${file.filename}"\r\nContent-Type: ${file.content_type}`
      : disposition;
    const data = file ? (bytesOf(file.data) ?? Buffer.from(String(file.data))) : Buffer.from(String(value));
    parts.push(Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), data, Buffer.from('\r\n'));
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return {
    bytes: Buffer.concat(parts),
    contentType: `multipart/form-data; boundary=${boundary}`,
    contentEncoding: undefined,
  };
}

function compress(host: Host, name: string, bytes: Uint8Array): Uint8Array {
  if (!compressions.includes(name)) {
    throw host.error(`unknown compression algorithm ${name}, supported algorithms are ${compressions.join(', ')}`);
  }
  if (name === 'gzip') return zlib.gzipSync(bytes);
  if (name === 'deflate') return zlib.deflateSync(bytes);
  if (name === 'br') return zlib.brotliCompressSync(bytes);
  // Node has it since 22.15.
  if (zstd.zstdCompressSync) return zstd.zstdCompressSync(bytes);
  throw host.unsupported('zstd');
}
