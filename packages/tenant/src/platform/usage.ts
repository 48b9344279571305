import * as z from 'zod';
import type { Tenant } from '../tenant.ts';
import { intervalSchema } from './analytics/interval.ts';
import { Answer, type Call, invalid, notFound, type Route } from './http.ts';

/**
 * API usage (genesys.md section 3). Genesys refreshes it once a day: of what happens during a run it knows nothing, and
 * so a query is answered, and has no rows.
 */

const queryBody = z.object({
  interval: intervalSchema,
  granularity: z.enum(['Day', 'Week', 'Month']).optional(),
  metrics: z.array(z.string()).optional(),
  groupBy: z.array(z.enum(['OAuthClientId', 'OrganizationId', 'UserId', 'TemplateUri', 'HttpMethod'])).optional(),
});

const executions = new WeakMap<Tenant, Set<string>>();

function start({ tenant, body }: Call) {
  const parsed = queryBody.safeParse(body);
  if (!parsed.success) return invalid(parsed.error);
  const executionId = tenant.ids.next();
  executions.set(tenant, (executions.get(tenant) ?? new Set()).add(executionId));
  return new Answer(202, { executionId, resultsUri: `/api/v2/usage/query/${executionId}/results` });
}

function results({ tenant, ids: [id = ''] }: Call) {
  if (!executions.get(tenant)?.has(id)) return notFound('Execution');
  return { queryStatus: 'Complete', results: [] };
}

export const usageRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/v2/usage/query', answer: start },
  { method: 'GET', path: '/api/v2/usage/query/{}/results', answer: results },
];
