import zlib, { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { MAX_UNPACKED_BYTES } from '../../net/read-bounds.ts';
import { headerIn } from '../../net/response-head.ts';
import type { HttpReply } from '../../ports/http.ts';
import type { Host } from '../../vu/host.ts';

/** k6's error code of a body that cannot be decompressed (docs/facts/k6.md, section 8). */
export const undecodable = 1701;

const zlibLimits = { maxOutputLength: MAX_UNPACKED_BYTES };
const nothing = new Uint8Array(0);

type Decode = (body: Uint8Array, limits?: typeof zlibLimits) => Uint8Array;

/** Node has it since 22.15. */
const { zstdDecompressSync: unzstd } = zlib as typeof zlib & { readonly zstdDecompressSync?: Decode };

const decoders = new Map<string, (body: Uint8Array) => Uint8Array>([
  ['gzip', (body) => gunzipSync(body, zlibLimits)],
  ['deflate', (body) => inflateSync(body, zlibLimits)],
  ['br', (body) => brotliDecompressSync(body, zlibLimits)],
  ...(unzstd ? [['zstd', (body: Uint8Array) => unzstd(body, zlibLimits)] as const] : []),
]);

/**
 * Gives the reply with its body decompressed. A body that cannot be decompressed becomes error 1701 without a body;
 * never throws.
 */
export function decoded(host: Host, reply: HttpReply): HttpReply {
  if (reply.body.length === 0) return reply;
  const encoding = headerIn(reply.headers, 'content-encoding') ?? '';
  if (encoding === '' || encoding === 'identity') return reply;
  const decode = decoders.get(encoding);
  // The reply is no call of the script, so there is nothing to throw.
  if (!decode && encoding === 'zstd') void host.unsupported('zstd');
  if (!decode) {
    host.context.log('warning', `the content encoding "${encoding}" is not supported: the body is left as it came`);
    return reply;
  }
  try {
    return { ...reply, body: decode(reply.body) };
  } catch (error) {
    const text = `the ${encoding} body cannot be decompressed: ${(error as Error).message}`;
    return { ...reply, body: nothing, error: text, errorCode: undecodable, errorDetail: text };
  }
}
