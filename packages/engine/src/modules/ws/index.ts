import { customTags } from '../../vu/custom-tags.ts';
import type { Host } from '../../vu/host.ts';
import { initContextError } from '../common/init-context.ts';
import { wsRequest } from '../upgrade/ws-upgrade.ts';
import { ConnectSession, type WsResponse } from './connect-session.ts';
import type { Handler } from './socket.ts';

interface Params {
  readonly headers?: unknown;
  readonly tags?: unknown;
  readonly jar?: unknown;
  readonly compression?: unknown;
}

/** The module `k6/ws`. */
export function createWs(host: Host) {
  return {
    connect(url: unknown, ...rest: unknown[]): WsResponse {
      const { iteration } = host.vu;
      if (!iteration) throw initContextError(host, 'websockets');
      if (iteration.inSocketHandler) {
        throw host.hazard('ws.connect inside a k6/ws handler: a VU has one session of k6/ws at a time');
      }
      const callback = rest.at(-1);
      if (typeof callback !== 'function') throw host.typeError('last argument to ws.connect must be a function');
      const params = ((rest.length > 1 ? rest[0] : undefined) ?? {}) as Params;
      if (params.compression !== undefined && params.compression !== '') {
        throw host.unsupported('webSocketCompression');
      }
      const text = String(url);
      parse(host, text);
      const request = wsRequest(host, text, params, '');
      const own = customTags(host, params.tags);
      const tags = host.vu.tags.with({ ...own, ...(host.hasTag('url') ? { url: text } : {}) });
      return host.waiting.wait<WsResponse>(
        'ws.connect()',
        iteration,
        (settle) => new ConnectSession(host, iteration, request, { callback: callback as Handler, tags, settle }),
      );
    },
  };
}

function parse(host: Host, text: string): void {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw host.error(`parse "${text}": invalid URI for request`);
  }
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
    throw host.error('malformed ws or wss URL');
  }
}
