import type { Tags } from '../../contract/metrics.ts';
import { canonical } from '../../net/response-head.ts';
import type { WsReply, WsRequest } from '../../ports/websocket.ts';
import { elapsedMs } from '../../time/elapsed.ts';
import type { CurrentVu } from '../../vu/current-vu.ts';
import type { Host } from '../../vu/host.ts';
import { tagSet } from '../../vu/tag-sets.ts';
import { cookieHeader } from '../http/cookies.ts';

/** Makes the upgrade request of either WebSocket module, with User-Agent, headers and cookies. */
export function wsRequest(
  host: Host,
  url: string,
  given: { headers?: unknown; jar?: unknown },
  protocols: string,
): WsRequest {
  const headers = new Map<string, string>([['User-Agent', host.options.userAgent]]);
  for (const [name, value] of Object.entries((given.headers ?? {}) as object))
    headers.set(canonical(name), String(value));
  const cookies = cookieHeader(host, url.replace(/^ws/, 'http'), given.jar);
  if (cookies !== '' && !headers.has('Cookie')) headers.set('Cookie', cookies);
  return { url, headers: [...headers], protocols };
}

/**
 * Adds the tags of an HTTP answer, `status`, `subproto` and `ip`, to those of a session (docs/facts/k6.md, section 2c).
 */
export function replyTags(host: Host, tags: Tags, reply: WsReply): Tags {
  return tagSet(tags, {
    ...(host.hasTag('status') ? { status: String(reply.status) } : {}),
    ...(host.hasTag('subproto') ? { subproto: reply.protocol } : {}),
    ...(host.hasTag('ip') && reply.remoteIp !== '' ? { ip: reply.remoteIp } : {}),
  });
}

/** Pushes the samples of a connection attempt, successful or not. @param startTime in Unix ms */
export function pushAttempt(host: Host, vu: CurrentVu, tags: Tags, startTime: number, tookMs: number): void {
  vu.push(host.builtin('ws_sessions'), 1, tags, startTime);
  vu.push(host.builtin('ws_connecting'), tookMs, tags, startTime);
}

/** Parses a ws or wss URL. Throws with the text of k6/websockets for any other. */
export function wsUrl(host: Host, given: unknown): URL {
  const text = String(given ?? '');
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw host.typeError(`WebSocket requires valid url, but got "${text}"`);
  }
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
    throw host.typeError(`WebSocket requires url with scheme ws or wss, but got "${url.protocol.slice(0, -1)}"`);
  }
  if (url.hash !== '') throw host.typeError(`WebSocket requires no url fragment, but got "${url.hash.slice(1)}"`);
  return url;
}

/** Numbers pings and measures their pongs. */
export class Pings {
  readonly #sentAt = new Map<string, number>();
  #next = 0;

  sent(): string {
    const id = String(this.#next);
    this.#next += 1;
    this.#sentAt.set(id, performance.now());
    return id;
  }

  /** The ms from the ping to its pong; undefined for a pong without a ping. */
  answered(id: string): number | undefined {
    const sentAt = this.#sentAt.get(id);
    this.#sentAt.delete(id);
    return sentAt === undefined ? undefined : elapsedMs(sentAt);
  }
}
