import type { Profile } from '../profile/schema.ts';
import { type Call, notFound, page, type Route } from './http.ts';

/** Organization limits by namespace, as the profile sets them (genesys.md section 3). */

type Key = Exclude<keyof Profile['limits'], 'enabled' | 'typing.per.session.interval.seconds'>;

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
  'platform.api': ['token.rate.per.minute'],
};

function namespace({ tenant, ids: [name = ''], query }: Call) {
  const keys = NAMESPACES[name];
  if (keys === undefined) return notFound('Namespace');
  return page(
    keys.map((key) => ({ key, namespace: name, value: tenant.profile.limits[key] })),
    query,
  );
}

const root = '/api/v2/organizations/limits/namespaces';
export const limitRoutes: readonly Route[] = [
  { method: 'GET', path: root, answer: ({ query }) => page(Object.keys(NAMESPACES), query) },
  { method: 'GET', path: `${root}/{}`, answer: namespace },
];
