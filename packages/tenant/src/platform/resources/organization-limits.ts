import * as z from 'zod';
import type { Tenant } from '../../org/tenant.ts';
import { type Profile, profileSchema } from '../../profile/schema.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from '../http/call.ts';
import { invalidBody, notFound } from '../http/errors.ts';
import { CURSOR_PAGING, PAGING, page } from '../http/page.ts';
import { filterSchema, matchesFilter } from '../query/filter.ts';
import { intervalSchema } from '../query/interval.ts';

/**
 * Organization limits by namespace, with the profile's figures, and rate-limit aggregates (docs/facts/genesys.md
 * section 3).
 */

type Key = Exclude<keyof Profile['limits'], 'enabled'>;

/** Namespaces of which the simulation has no limits are listed, without limits. */
const NAMESPACES: Readonly<Record<string, readonly Key[]>> = {
  'web.messaging': [
    'connections.rate.per.minute',
    'session.connections.max',
    'messages.per.session.rate.per.second',
    'requests.per.connection.rate.per.minute',
    'configure.per.session.rate.per.minute',
    'health.check.per.connection.rate.per.minute',
    'get.history.rate.per.minute',
    'metadata.custom.attributes.bytes.max',
  ],
  messaging: ['outbound.webmessaging.and.open.messaging.characters.max'],
  'platform.api': [
    'token.rate.per.minute',
    'client.credentials.token.rate.per.minute',
    'org.app.user.rate.per.minute',
    'request.bytes.max',
  ],
  ...Object.fromEntries(
    [
      'web.deployments',
      'conversation',
      'notifications',
      'routing',
      'presence',
      'analytics.realtime',
      'auth.api',
      'usage',
      'outbound',
      'architect',
      'users',
    ].map((name) => [name, []]),
  ),
};

const DEFAULTS = profileSchema.parse({}).limits;
const DOCS = 'https://developer.genesys.cloud/organization/organization/limits';

function namespace(limitsOf: (tenant: Tenant) => Profile['limits']) {
  return ({ tenant, ids: [name = ''] }: ApiCall) => {
    const keys = Object.hasOwn(NAMESPACES, name) ? NAMESPACES[name] : undefined;
    if (keys === undefined) return notFound('Namespace');
    const limits = limitsOf(tenant);
    return { entities: keys.map((key) => ({ key, namespace: name, value: limits[key] })) };
  };
}

const docs = () => ({
  url: DOCS,
  namespaces: Object.entries(NAMESPACES).map(([name, keys]) => ({
    name,
    limits: keys.map((key) => ({
      key,
      defaultValue: DEFAULTS[key],
      description: key.replaceAll('.', ' '),
      configurable: true,
      trackable: key.includes('.rate.'),
    })),
  })),
});

const aggregateBody = z.object({
  interval: intervalSchema,
  metrics: z.array(z.string()).min(1),
  groupBy: z.array(z.string()).default([]),
  filter: filterSchema.optional(),
});

/** Windows in which a rate limit was used to nine tenths or more. */
function rateLimitAggregates({ tenant, body }: ApiCall): { results: readonly unknown[] } | ApiAnswer {
  const parsed = aggregateBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const { interval, metrics, filter } = parsed.data;
  const seen = tenant.limits.telemetry.all().map(({ count, windowMs, max, entityId, ...rest }) => ({
    count,
    windowMs,
    dimensions: {
      ...rest,
      namespace: rest.namespace ?? namespaceOf(rest.limitName),
      max: String(max),
      entityId,
      userId: entityId,
    },
  }));
  const asked = seen.filter(
    ({ windowMs, dimensions }) =>
      interval.holds(windowMs) && (filter === undefined || matchesFilter(filter, dimensions)),
  );
  return {
    results: asked.map(({ count, windowMs, dimensions }) => ({
      group: dimensions,
      data: [
        {
          interval: `${new Date(windowMs).toISOString()}/${new Date(windowMs + 60_000).toISOString()}`,
          metrics: metrics.map((metric) => ({ metric, stats: { count, max: count } })),
        },
      ],
    })),
  };
}

function namespaceOf(limit: string): string {
  return Object.entries(NAMESPACES).find(([, keys]) => (keys as readonly string[]).includes(limit))?.[0] ?? '';
}

const root = '/api/v2/organizations/limits';
export const limitRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: `${root}/namespaces`,
    query: PAGING,
    answer: ({ query }) => page(Object.keys(NAMESPACES), query),
  },
  { method: 'GET', path: `${root}/namespaces/{}`, answer: namespace(({ profile }) => profile.limits) },
  { method: 'GET', path: `${root}/namespaces/{}/defaults`, answer: namespace(() => DEFAULTS) },
  { method: 'GET', path: `${root}/docs`, answer: docs },
  // None is there, whatever is asked for.
  {
    method: 'GET',
    path: `${root}/changerequests`,
    query: [...CURSOR_PAGING, 'status'],
    answer: () => ({ entities: [] }),
  },
  { method: 'GET', path: `${root}/changerequests/{}`, answer: () => notFound('Change request') },
  { method: 'POST', path: '/api/v2/analytics/ratelimits/aggregates/query', answer: rateLimitAggregates },
];
