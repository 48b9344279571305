import { randomUUID, webcrypto } from 'node:crypto';
import type { Host } from '../vu/host.ts';
import { bytesOf } from './common/bytes.ts';
import { adoptPromise } from './common/operation-promise.ts';

/** The global `crypto`: Node's Web Crypto with promises of the script's realm. */
export function createWebCrypto(host: Host) {
  const subtle: Record<string, unknown> = {};
  for (const name of [
    'decrypt',
    'deriveBits',
    'deriveKey',
    'digest',
    'encrypt',
    'exportKey',
    'generateKey',
    'importKey',
    'sign',
    'unwrapKey',
    'verify',
    'wrapKey',
  ] as const) {
    subtle[name] = (...values: unknown[]) => {
      const call = webcrypto.subtle[name] as (...given: unknown[]) => Promise<unknown>;
      return adoptPromise(host, call.apply(webcrypto.subtle, values.map(copyBytes)), (value) => toRealm(host, value));
    };
  }
  return {
    subtle,
    // CryptoKey is a global of Node that its types do not declare.
    CryptoKey: Reflect.get(globalThis, 'CryptoKey') as unknown,
    randomUUID: () => randomUUID(),
    getRandomValues(array: unknown): unknown {
      const bytes = ArrayBuffer.isView(array) ? bytesOf(array) : undefined;
      if (!bytes) throw host.typeError('getRandomValues needs an integer typed array');
      if (bytes.length > 65_536) throw host.error('QuotaExceededError: getRandomValues gives at most 65536 bytes');
      webcrypto.getRandomValues(bytes);
      return array;
    },
  };
}

/** Copies bytes into a buffer of Node's realm, the only ones that Web Crypto accepts. */
function copyBytes(value: unknown): unknown {
  const bytes = bytesOf(value);
  return bytes ? Uint8Array.from(bytes) : value;
}

function toRealm(host: Host, value: unknown): unknown {
  const bytes = bytesOf(value);
  return bytes ? host.arrayBuffer(bytes) : value;
}
