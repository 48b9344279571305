import type { QueueObservationQueryResponse } from '@headroom/genesys-wire/platform';
import type { ShapeOf } from '../../lib/genesys/platform/shape.ts';
import type { Org } from './org.ts';

/** What a queue shows at this moment (docs/facts/genesys.md section 3). */
export interface QueueNow {
  readonly name: string;
  /** Conversations of all media types that wait. */
  readonly waiting: number;
  /** The lowest service level of its media types, in percent; undefined where none was offered anything. */
  readonly serviceLevel: number | undefined;
}

/** Genesys leaves `data` out of a group in which nothing was observed. */
const OBSERVED: ShapeOf<QueueObservationQueryResponse> = {
  results: [
    {
      group: { 'mediaType?': 'string' },
      'data?': [
        {
          metric: 'string',
          stats: { 'count?': 'number', 'ratio?': 'number', 'numerator?': 'number', 'denominator?': 'number' },
        },
      ],
    },
  ],
};
const NAME: ShapeOf<{ readonly name: string }> = { name: 'string' };

/** The name of a queue. Throws `OrgError`, with status 404 for one that the org does not have. */
export async function queueName(org: Org, id: string): Promise<string> {
  return (await org.read<{ readonly name: string }>('GET', `/api/v2/routing/queues/${id}`, NAME)).name;
}

/**
 * Reads what a queue shows now. Whether the group without a media type sums the others is not documented, so of the two
 * the greater number of waiting counts. Throws `OrgError`.
 */
export async function readQueueNow(org: Org, id: string, name: string): Promise<QueueNow> {
  const predicates = [{ type: 'dimension', dimension: 'queueId', operator: 'matches', value: id }];
  const body = { filter: { type: 'or', predicates }, metrics: ['oWaiting', 'oServiceLevel'] };
  const { results } = await org.read<QueueObservationQueryResponse>(
    'POST',
    '/api/v2/analytics/queues/observations/query',
    OBSERVED,
    body,
  );
  return { name, ...queueNowIn(results) };
}

/** The figures in the groups of one queue. */
export function queueNowIn(groups: QueueObservationQueryResponse['results']): Omit<QueueNow, 'name'> {
  const waitingIn = (some: typeof groups): number =>
    some
      .flatMap(({ data = [] }) => data)
      .filter(({ metric }) => metric === 'oWaiting')
      .reduce((sum, { stats }) => sum + (stats.count ?? 0), 0);
  const ratios = groups
    .flatMap(({ data = [] }) => data)
    .flatMap(({ metric, stats }) => (metric === 'oServiceLevel' ? shareServed(stats) : []));
  return {
    waiting: Math.max(
      waitingIn(groups.filter(({ group }) => group.mediaType !== undefined)),
      waitingIn(groups.filter(({ group }) => group.mediaType === undefined)),
    ),
    serviceLevel: ratios.length === 0 ? undefined : Math.round(Math.min(...ratios) * 1_000) / 10,
  };
}

type Stats = NonNullable<QueueObservationQueryResponse['results'][number]['data']>[number]['stats'];

/**
 * The share served in time. That `ratio` is a share from 0 to 1 is an inference (docs/facts/genesys.md section 3.4), so the
 * two numbers that it is made of come first.
 */
function shareServed({ ratio, numerator, denominator }: Stats): number[] {
  if (numerator !== undefined && denominator !== undefined) return denominator > 0 ? [numerator / denominator] : [];
  return ratio === undefined ? [] : [ratio];
}
