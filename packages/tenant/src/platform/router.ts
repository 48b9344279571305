import { activityRoutes } from './analytics/activity.ts';
import { aggregateRoutes } from './analytics/aggregates.ts';
import { detailRoutes } from './analytics/details.ts';
import { queueObservationRoutes } from './analytics/queue-observations.ts';
import { conversationRoutes } from './conversations.ts';
import { flowRoutes, flowUploadRoute } from './flows.ts';
import type { Route } from './http.ts';
import { limitRoutes } from './limits.ts';
import { memberRoutes } from './members.ts';
import { notificationRoutes } from './notifications.ts';
import { outboundRoutes } from './outbound.ts';
import { presenceRoutes } from './presence.ts';
import { publicRoutes } from './public.ts';
import { queueRoutes } from './queues.ts';
import { usageRoutes } from './usage.ts';
import { userRoutes } from './users.ts';
import { utilizationRoutes } from './utilization.ts';
import { webDeploymentRoutes } from './webdeployments.ts';
import { wrapUpCodeRoutes } from './wrap-up-codes.ts';

/** Every route of the Platform API, and what needs no token. */
export const ROUTES: readonly Route[] = [
  ...userRoutes,
  ...presenceRoutes,
  ...flowRoutes,
  flowUploadRoute,
  ...outboundRoutes,
  ...notificationRoutes,
  ...conversationRoutes,
  ...queueObservationRoutes,
  ...activityRoutes,
  ...detailRoutes,
  ...aggregateRoutes,
  ...usageRoutes,
  ...queueRoutes,
  ...memberRoutes,
  ...wrapUpCodeRoutes,
  ...utilizationRoutes,
  ...limitRoutes,
  ...webDeploymentRoutes,
  ...publicRoutes,
];

interface Pattern {
  readonly route: Route;
  readonly expression: RegExp;
}

/** A path that says more of itself comes first: `users/me` before `users/{}`. */
const idsIn = ({ path }: Route): number => path.split('{}').length;

/** Routes by method and number of path segments, so that a call tries few. */
const patterns = new Map<string, Pattern[]>();
for (const route of [...ROUTES].sort((a, b) => idsIn(a) - idsIn(b))) {
  const key = `${route.method} ${route.path.split('/').length}`;
  const expression = new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll('{}', '([^/]+)')}$`);
  patterns.set(key, [...(patterns.get(key) ?? []), { route, expression }]);
}

/** The route for a call, with what its `{}` stand for. */
export function routeFor(method: string, path: string): { route: Route; ids: string[] } | undefined {
  for (const { route, expression } of patterns.get(`${method} ${path.split('/').length}`) ?? []) {
    const match = expression.exec(path);
    if (match !== null) return { route, ids: match.slice(1) };
  }
  return undefined;
}

export const isPublic = (route: Route): boolean => publicRoutes.includes(route) || takesText(route);

/** Whether its body is no JSON. */
export const takesText = (route: Route): boolean => route === flowUploadRoute;
