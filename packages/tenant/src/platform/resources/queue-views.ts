import * as z from 'zod';
import { HOME_DIVISION } from '../../org/organization.ts';
import type { Queue } from '../../routing/queues.ts';
import type { ApiCall, ApiRoute } from '../http/call.ts';
import { badRequest, notFound, userContextRequired } from '../http/errors.ts';
import { PAGING, page, SMALLER_MAX_PAGE_SIZE } from '../http/page.ts';
import { filtered, havingTruth, LIST_FILTERS } from '../query/list-filters.ts';
import { inQueue, toWire } from './queues.ts';

/** Queues as an agent or a supervisor sees them, and how long a queue lets wait (docs/facts/genesys.md section 9). */

/** The caller's own queues, all of them or with `joined` those that it is joined to, or is not. */
function own({ tenant, caller, query }: ApiCall) {
  if (caller.kind !== 'user') return userContextRequired();
  const agent = tenant.routing.agents.get(caller.userId);
  if (agent === undefined) return notFound('User');
  const queues = tenant.routing.queues
    .all()
    .filter(({ members }) => members.has(agent))
    .map(({ id, name, members }) => ({ id, name, division: HOME_DIVISION, joined: members.get(agent) === true }));
  return page(
    filtered(
      havingTruth(queues, query.get('joined'), ({ joined }) => joined),
      query,
    ),
    query,
  );
}

const views =
  (maxPageSize?: number) =>
  ({ tenant, query }: ApiCall) =>
    page(
      filtered(tenant.routing.queues.all(), query).map((queue) => toWire(tenant, queue)),
      query,
      maxPageSize,
    );

const seconds = (ms: number): number => Math.max(0, Math.round(ms / 1_000));

/**
 * How long the next conversation will wait, as a plain guess: for as long as the one that waits for longest has waited
 * so far. Genesys's formulas are not published.
 */
function estimate(queue: Queue, nowMs: number) {
  const [first] = queue.waiting;
  const estimatedWaitTimeSeconds = first === undefined ? 0 : seconds(nowMs - first.queuedAtMs);
  return { results: [{ intent: 'MESSAGE', formula: 'SIMPLE', estimatedWaitTimeSeconds }] };
}

const MEDIA = z.enum(['all', 'call', 'callback', 'chat', 'email', 'socialexpression', 'videocomm', 'message']);

/** The same for one medium: there is none but messages. */
const ofMedium = inQueue((queue, { tenant, ids: [, medium = ''] }) => {
  const parsed = MEDIA.safeParse(medium.toLowerCase());
  if (!parsed.success) return badRequest(`${medium} is no medium; allowed: ${MEDIA.options.join(', ')}`);
  return ['message', 'all'].includes(parsed.data) ? estimate(queue, tenant.clock.now()) : { results: [] };
});

const root = '/api/v2/routing/queues';
export const queueViewRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: `${root}/me`, query: [...PAGING, 'joined', 'sortOrder'], answer: own },
  {
    method: 'GET',
    path: `${root}/divisionviews`,
    query: [...PAGING, ...LIST_FILTERS],
    answer: views(SMALLER_MAX_PAGE_SIZE),
  },
  { method: 'GET', path: `${root}/divisionviews/all`, query: [...PAGING, 'sortOrder'], answer: views() },
  {
    method: 'GET',
    path: `${root}/{}/estimatedwaittime`,

    answer: inQueue((queue, { tenant }) => estimate(queue, tenant.clock.now())),
  },
  { method: 'GET', path: `${root}/{}/mediatypes/{}/estimatedwaittime`, answer: ofMedium },
];
