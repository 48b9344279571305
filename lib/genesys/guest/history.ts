import type { StructuredMessage, WebMessagingMessageEntityList } from '@headroom/genesys-wire/guest';
import http from 'k6/http';
import type { OnCall } from '../platform/api-call.ts';

const NAME = { name: 'GET /api/v2/webmessaging/messages' };
const PAGE_SIZE = 100;
/** More than any transcript has; the API allows ten calls a minute for a session (genesys.md section 1.8). */
const PAGES = 9;

/** Whose history: the API's address, the deployment's origin, and the session's own pass to it. */
export interface HistoryAddress {
  readonly api: string;
  readonly origin: string;
  readonly jwt: string;
}

/**
 * What the server stored of a session, newest first; undefined when it cannot be read, or not to its end: a part of it
 * would say that what it does not show was lost. `jwt` comes from the session's own `getJwt`. Source: genesys.md
 * section 1.6.
 */
export async function readHistory(
  { api, origin, jwt }: HistoryAddress,
  called: OnCall,
): Promise<StructuredMessage[] | undefined> {
  const headers = { Authorization: `bearer ${jwt}`, Origin: origin };
  const messages: StructuredMessage[] = [];
  for (let page = 1; page <= PAGES; page++) {
    const url = `${api}/api/v2/webmessaging/messages?pageNumber=${page}&pageSize=${PAGE_SIZE}`;
    const response = await http.asyncRequest('GET', url, null, { headers, tags: NAME });
    called({ kind: 'call', ...NAME, durationMs: response.timings.duration });
    if (response.status !== 200 || typeof response.body !== 'string') return undefined;
    const read = pageIn(response.body);
    if (read === undefined) return undefined;
    messages.push(...read.entities);
    if (page >= read.pageCount) return messages;
  }
  return undefined;
}

/** What stands between may answer 200 with a page of its own. */
function pageIn(text: string): Pick<WebMessagingMessageEntityList, 'entities' | 'pageCount'> | undefined {
  try {
    const { entities, pageCount } = JSON.parse(text) as WebMessagingMessageEntityList;
    return Array.isArray(entities) ? { entities, pageCount } : undefined;
  } catch {
    return undefined;
  }
}
