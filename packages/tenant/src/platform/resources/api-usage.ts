import * as z from 'zod';
import type { Tenant } from '../../org/tenant.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { invalidBody, notFound } from '../http/errors.ts';
import { intervalSchema } from '../query/interval.ts';

/**
 * API usage (docs/facts/genesys.md section 3). Genesys refreshes it once a day, so that it knows nothing of a run: a
 * query is answered without rows.
 */

const queryBody = z.object({
  interval: intervalSchema,
  granularity: z.enum(['Day', 'Week', 'Month']).optional(),
  metrics: z.array(z.string()).optional(),
  groupBy: z.array(z.enum(['OAuthClientId', 'OrganizationId', 'UserId', 'TemplateUri', 'HttpMethod'])).optional(),
});

const executions = new WeakMap<Tenant, Set<string>>();

function start({ tenant, body }: ApiCall) {
  const parsed = queryBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const executionId = tenant.ids.next();
  executions.set(tenant, (executions.get(tenant) ?? new Set()).add(executionId));
  return new ApiAnswer(202, { executionId, resultsUri: `/api/v2/usage/query/${executionId}/results` });
}

function results({ tenant, ids: [id = ''] }: ApiCall) {
  if (!executions.get(tenant)?.has(id)) return notFound('Execution');
  return { queryStatus: 'Complete', results: [] };
}

export const usageRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/api/v2/usage/query', answer: start },
  { method: 'GET', path: '/api/v2/usage/query/{}/results', answer: results },
];
