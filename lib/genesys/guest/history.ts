import type { StructuredMessage, WebMessagingMessageEntityList } from '@headroom/genesys-wire/guest';
import http from 'k6/http';
import type { OnCall } from '../platform/api-call.ts';
import { readBody, type ShapeOf } from '../platform/shape.ts';

const NAME = { name: 'GET /api/v2/webmessaging/messages' };
const PAGE_SIZE = 100;
/**
 * Nine pages hold more than any transcript has. The API allows ten calls a minute for a session
 * (docs/facts/genesys.md section 1.8).
 */
const PAGES = 9;

/**
 * Where a session's history is read: the address of the API, the origin of the deployment, and the JWT of the
 * session.
 */
export interface HistoryAddress {
  readonly api: string;
  readonly origin: string;
  readonly jwt: string;
}

/**
 * The messages that the server stored of a session, newest first. Undefined when a page cannot be read or there are
 * more pages than may be read: messages on a page that was not read would be taken for lost. `jwt` comes from the
 * session's own `getJwt`. Source: docs/facts/genesys.md section 1.6.
 */
export async function readHistory(
  { api, origin, jwt }: HistoryAddress,
  called: OnCall,
): Promise<StructuredMessage[] | undefined> {
  const headers = { Authorization: `bearer ${jwt}`, Origin: origin };
  const messages: StructuredMessage[] = [];
  for (let page = 1; page <= PAGES; page++) {
    const url = `${api}/api/v2/webmessaging/messages?pageNumber=${page}&pageSize=${PAGE_SIZE}`;
    const response = await http.asyncRequest('GET', url, null, { headers, tags: NAME, redirects: 0 });
    called({ kind: 'call', ...NAME, durationMs: response.timings.duration });
    if (response.status !== 200 || typeof response.body !== 'string') return undefined;
    // A proxy may answer 200 with a page of its own.
    const read = readBody<WebMessagingMessageEntityList>(response.body, PAGE);
    if (!read.ok) {
      called({ kind: 'unexpected-answer', ...NAME, why: read.why });
      return undefined;
    }
    messages.push(...read.body.entities);
    if (page >= read.body.pageCount) return messages;
  }
  return undefined;
}

const PAGE: ShapeOf<WebMessagingMessageEntityList> = {
  entities: [{ 'type?': 'string', 'text?': 'string', 'direction?': 'string', 'originatingEntity?': 'string' }],
  pageCount: 'number',
};
