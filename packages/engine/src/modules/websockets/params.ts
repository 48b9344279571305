import type { Tags } from '../../contract/metrics.ts';
import { customTags } from '../../vu/custom-tags.ts';
import type { Host } from '../../vu/host.ts';

export interface WebSocketParams {
  readonly headers?: unknown;
  readonly tags?: unknown;
  readonly jar?: unknown;
}

const known = ['headers', 'tags', 'jar', 'compression'];

/** Reads the third argument of `new WebSocket`. An unknown key throws. */
export function parseParams(host: Host, given: unknown): WebSocketParams {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object') throw host.typeError("WebSocket's options must be an object");
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) throw host.typeError(`unknown WebSocket's option ${key}`);
  }
  const { compression } = given as { compression?: unknown };
  if (compression !== undefined && compression !== 'deflate') {
    throw host.typeError(
      `unsupported compression algorithm '${String(compression)}', supported algorithm is 'deflate'`,
    );
  }
  if (compression === 'deflate') throw host.unsupported('webSocketCompression');
  return given as WebSocketParams;
}

/** Gives the subprotocols in the form of the header. */
export function parseProtocols(host: Host, given: unknown): string {
  if (given === undefined || given === null) return '';
  if (typeof given === 'string') return given;
  if (Array.isArray(given)) return given.map(String).join(', ');
  throw host.typeError('protocols must be a string or an array of strings');
}

/**
 * Makes the tags of a socket. `url` and `name` are equal; a given name stands for both (docs/facts/k6.md, section 2c).
 */
export function socketTags(host: Host, url: string, given: unknown): Tags {
  const own = customTags(host, given);
  const name = own?.name ?? host.vu.tags.all.name ?? url;
  return host.vu.tags.with({
    ...own,
    ...(host.hasTag('url') ? { url: name } : {}),
    ...(host.hasTag('name') ? { name } : {}),
  });
}
