import type { Host } from '../vu/host.ts';
import { inputBytes } from './common/bytes.ts';

const variants = ['std', 'rawstd', 'url', 'rawurl'];

/** The module `k6/encoding`. */
export function createEncoding(host: Host) {
  const variantOf = (given: unknown): string => (variants.includes(String(given)) ? String(given) : 'std');
  return {
    b64encode(input: unknown, variant?: unknown): string {
      return encode(inputBytes(host, input), variantOf(variant));
    },
    b64decode(input: unknown, variant?: unknown, format?: unknown): unknown {
      const text = String(input);
      const chosen = variantOf(variant);
      if (!isValid(text, chosen)) throw host.error(`illegal base64 data in "${text.slice(0, 40)}"`);
      const bytes = Buffer.from(text, chosen.endsWith('url') ? 'base64url' : 'base64');
      return format === 's' ? bytes.toString() : host.arrayBuffer(bytes);
    },
  };
}

function encode(bytes: Uint8Array, variant: string): string {
  const standard = Buffer.from(bytes).toString('base64');
  const lettered = variant.endsWith('url') ? standard.replaceAll('+', '-').replaceAll('/', '_') : standard;
  return variant.startsWith('raw') ? lettered.replaceAll('=', '') : lettered;
}

function isValid(given: string, variant: string): boolean {
  const text = given.replace(/[\r\n]/g, '');
  const letters = variant.endsWith('url') ? 'A-Za-z0-9_-' : 'A-Za-z0-9+/';
  if (variant.startsWith('raw')) return new RegExp(`^[${letters}]*$`).test(text) && text.length % 4 !== 1;
  return new RegExp(`^[${letters}]*={0,2}$`).test(text) && text.length % 4 === 0;
}
