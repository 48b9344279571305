import { types } from 'node:util';
import type { Host } from '../../vu/host.ts';

/** The bytes of an ArrayBuffer, typed array or view of any realm. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (types.isArrayBuffer(value)) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return undefined;
}

/** Gives the bytes of a text, a buffer or a view. Any other value throws. */
export function inputBytes(host: Host, value: unknown): Uint8Array {
  if (typeof value === 'string') return Buffer.from(value);
  const bytes = bytesOf(value);
  if (!bytes) throw host.typeError(`invalid type ${typeof value}: expected a string or an ArrayBuffer`);
  return bytes;
}
