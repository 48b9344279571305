import type { Host } from '../../vu/host.ts';
import { bytesOf } from '../common/bytes.ts';

const contents = new WeakMap<object, Uint8Array>();

/** The bytes of a Blob of k6/websockets; undefined for any other value. */
export function blobBytes(value: unknown): Uint8Array | undefined {
  return typeof value === 'object' && value !== null ? contents.get(value) : undefined;
}

/** The class `Blob` of k6/websockets. */
export function createBlob(host: Host) {
  return class Blob {
    readonly type: string;

    constructor(parts: unknown = [], options?: { type?: unknown }) {
      if (!Array.isArray(parts)) throw host.typeError('Blob needs an array of parts');
      this.type = options?.type === undefined ? '' : String(options.type);
      contents.set(this, Buffer.concat(parts.map((part) => partBytes(host, part))));
    }

    get size(): number {
      return blobBytes(this)?.length ?? 0;
    }

    text(): Promise<string> {
      return host.intrinsics.Promise.resolve(Buffer.from(blobBytes(this) ?? []).toString());
    }

    arrayBuffer(): Promise<ArrayBuffer> {
      return host.intrinsics.Promise.resolve(host.arrayBuffer(blobBytes(this) ?? new Uint8Array()));
    }

    bytes(): Promise<Uint8Array> {
      const bytes = new host.intrinsics.Uint8Array(host.arrayBuffer(blobBytes(this) ?? new Uint8Array()));
      return host.intrinsics.Promise.resolve(bytes);
    }

    slice(start?: number, end?: number): Blob {
      return new Blob([(blobBytes(this) ?? new Uint8Array()).slice(start, end)]);
    }

    stream(): never {
      throw host.unsupported('blobStream');
    }
  };
}

export type BlobClass = ReturnType<typeof createBlob>;

function partBytes(host: Host, part: unknown): Uint8Array {
  if (typeof part === 'string') return Buffer.from(part);
  const bytes = blobBytes(part) ?? bytesOf(part);
  if (!bytes) throw host.typeError('a part of a Blob is a string, an ArrayBuffer, a view of one or a Blob');
  return bytes;
}
