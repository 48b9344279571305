import type { AnalyticsConversationQueryResponse } from '@headroom/genesys-wire/platform';
import type { Org } from './org.ts';

/** The web-messaging conversations of an interval, by analytics (genesys.md section 3). */

const PAGE = 100;
/** Above this the interval is halved: an org pages through no more than so many hits. */
const MOST_HITS = 10_000;
const SHORTEST_MS = 1_000;

export interface Interval {
  /** Unix ms. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Found {
  readonly id: string;
  /** Unix ms; undefined while it lasts. */
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

/** Each conversation once. `told` hears how many are known so far. */
export async function findConversations(
  org: Org,
  interval: Interval,
  told: (found: number) => void,
  filters: readonly unknown[] = [],
): Promise<Found[]> {
  const found = new Map<string, Found>();
  const search = async ({ fromMs, toMs }: Interval): Promise<void> => {
    for (let pageNumber = 1; ; pageNumber++) {
      const { conversations = [], totalHits = 0 } = await org.call<AnalyticsConversationQueryResponse>(
        'POST',
        '/api/v2/analytics/conversations/details/query',
        {
          interval: `${new Date(fromMs).toISOString()}/${new Date(toMs).toISOString()}`,
          segmentFilters: WEB_MESSAGING,
          conversationFilters: filters,
          order: 'asc',
          paging: { pageSize: PAGE, pageNumber },
        },
      );
      if (totalHits > MOST_HITS && toMs - fromMs > SHORTEST_MS) {
        const middleMs = Math.floor((fromMs + toMs) / 2);
        await search({ fromMs, toMs: middleMs });
        return await search({ fromMs: middleMs, toMs });
      }
      for (const { conversationId: id, conversationEnd } of conversations)
        found.set(id, { id, endMs: conversationEnd === undefined ? undefined : Date.parse(conversationEnd) });
      told(found.size);
      if (pageNumber * PAGE >= totalHits || conversations.length === 0) return;
    }
  };
  await search(interval);
  return [...found.values()];
}
