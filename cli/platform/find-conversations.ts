import type { AnalyticsConversationQueryResponse } from '@headroom/genesys-wire/platform';
import type { Org } from './org.ts';

/** Finds the web-messaging conversations of an interval by analytics (docs/facts/genesys.md section 3). */

const PAGE = 100;
/** Genesys pages through no more than this number of hits; an interval with more is halved. */
const MAX_HITS = 10_000;
const SHORTEST_MS = 1_000;

export interface AnalyticsInterval {
  /** Unix ms. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface FoundConversation {
  readonly id: string;
  /** Unix ms; undefined while the conversation is open. */
  readonly endMs: number | undefined;
}

const WEB_MESSAGING = [
  {
    type: 'and',
    predicates: [
      { dimension: 'mediaType', value: 'message' },
      { dimension: 'messageType', value: 'webmessaging' },
    ],
  },
];

/**
 * Finds each conversation of the interval once. `onProgress` is called with the number found so far. `filters` are
 * conversation filters of the analytics query. Throws `OrgError`.
 */
export async function findConversations(
  org: Org,
  interval: AnalyticsInterval,
  onProgress: (found: number) => void,
  filters: readonly unknown[] = [],
): Promise<FoundConversation[]> {
  const found = new Map<string, FoundConversation>();
  const search = async ({ fromMs, toMs }: AnalyticsInterval): Promise<void> => {
    for (let pageNumber = 1; ; pageNumber++) {
      const { conversations = [], totalHits = 0 } = await org.read<AnalyticsConversationQueryResponse>(
        'POST',
        '/api/v2/analytics/conversations/details/query',
        { 'conversations?': [{ conversationId: 'string', 'conversationEnd?': 'string' }], 'totalHits?': 'number' },
        {
          interval: `${new Date(fromMs).toISOString()}/${new Date(toMs).toISOString()}`,
          segmentFilters: WEB_MESSAGING,
          conversationFilters: filters,
          order: 'asc',
          paging: { pageSize: PAGE, pageNumber },
        },
      );
      if (totalHits > MAX_HITS && toMs - fromMs > SHORTEST_MS) {
        const middleMs = Math.floor((fromMs + toMs) / 2);
        await search({ fromMs, toMs: middleMs });
        return await search({ fromMs: middleMs, toMs });
      }
      for (const { conversationId: id, conversationEnd } of conversations)
        found.set(id, { id, endMs: conversationEnd === undefined ? undefined : Date.parse(conversationEnd) });
      onProgress(found.size);
      if (pageNumber * PAGE >= totalHits || conversations.length === 0) return;
    }
  };
  await search(interval);
  return [...found.values()];
}
