import { activityRoutes } from './analytics/activity.ts';
import { aggregateRoutes } from './analytics/conversation-aggregates.ts';
import { detailRoutes } from './analytics/conversation-details.ts';
import { queueObservationRoutes } from './analytics/queue-observations.ts';
import { userObservationRoutes } from './analytics/user-observations.ts';
import { userStateRoutes } from './analytics/user-states.ts';
import type { ApiRoute } from './http/call.ts';
import { agentMessageRoutes } from './resources/agent-messages.ts';
import { usageRoutes } from './resources/api-usage.ts';
import { availableTopicRoutes } from './resources/available-topics.ts';
import { conversationRoutes } from './resources/conversations.ts';
import { flowRoutes, flowUploadRoute } from './resources/flows.ts';
import { guestRoutes } from './resources/guest-routes.ts';
import { idpTokenRoute, signInRoutes } from './resources/guest-sign-in.ts';
import { notificationRoutes } from './resources/notification-channels.ts';
import { oauthClientRoutes } from './resources/oauth-clients.ts';
import { organizationRoutes } from './resources/organization.ts';
import { limitRoutes } from './resources/organization-limits.ts';
import { outboundRoutes } from './resources/outbound-campaigns.ts';
import { ownTokenRoutes } from './resources/own-token.ts';
import { ownUserRoutes } from './resources/own-user.ts';
import { participantAttributeRoutes } from './resources/participant-attributes.ts';
import { presenceRoutes } from './resources/presence.ts';
import { memberRoutes } from './resources/queue-members.ts';
import { queueViewRoutes } from './resources/queue-views.ts';
import { queueRoutes } from './resources/queues.ts';
import { roleGrantRoutes } from './resources/role-grants.ts';
import { roleRoutes } from './resources/roles.ts';
import { samlProviderRoutes } from './resources/saml-provider.ts';
import { transferRoutes } from './resources/transfers.ts';
import { userAdministrationRoutes } from './resources/user-administration.ts';
import { userSearchRoutes } from './resources/user-search.ts';
import { userRoutes } from './resources/users.ts';
import { utilizationRoutes } from './resources/utilization.ts';
import { voicemailPolicyRoutes } from './resources/voicemail-policies.ts';
import { webDeploymentRoutes } from './resources/web-deployments.ts';
import { wrapUpCodeRoutes } from './resources/wrap-up-codes.ts';
import { wrapUpReadingRoutes } from './resources/wrap-up-reading.ts';

/** Every route of the Platform API, those that need no token among them. */
export const ROUTES: readonly ApiRoute[] = [
  ...organizationRoutes,
  ...ownTokenRoutes,
  ...ownUserRoutes,
  ...userRoutes,
  ...userAdministrationRoutes,
  ...userSearchRoutes,
  ...voicemailPolicyRoutes,
  ...roleRoutes,
  ...roleGrantRoutes,
  ...oauthClientRoutes,
  ...samlProviderRoutes,
  ...presenceRoutes,
  ...flowRoutes,
  flowUploadRoute,
  ...outboundRoutes,
  ...notificationRoutes,
  ...availableTopicRoutes,
  ...conversationRoutes,
  ...agentMessageRoutes,
  ...transferRoutes,
  ...participantAttributeRoutes,
  ...wrapUpReadingRoutes,
  ...queueObservationRoutes,
  ...activityRoutes,
  ...detailRoutes,
  ...aggregateRoutes,
  ...userStateRoutes,
  ...userObservationRoutes,
  ...usageRoutes,
  ...queueRoutes,
  ...queueViewRoutes,
  ...memberRoutes,
  ...wrapUpCodeRoutes,
  ...utilizationRoutes,
  ...limitRoutes,
  ...webDeploymentRoutes,
  ...guestRoutes,
  ...signInRoutes,
  idpTokenRoute,
];

interface Pattern {
  readonly route: ApiRoute;
  readonly expression: RegExp;
}

/** Routes with fewer ids are tried first: `users/me` before `users/{}`. */
const idsIn = ({ path }: ApiRoute): number => path.split('{}').length;

/** Routes by method and number of path segments, so that few are tried for a call. */
const patterns = new Map<string, Pattern[]>();
for (const route of [...ROUTES].sort((a, b) => idsIn(a) - idsIn(b))) {
  const key = `${route.method} ${route.path.split('/').length}`;
  const expression = new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll('{}', '([^/]+)')}$`);
  patterns.set(key, [...(patterns.get(key) ?? []), { route, expression }]);
}

/** The route of a call, and what stands in the path for each `{}`. */
export function routeFor(method: string, path: string): { route: ApiRoute; ids: string[] } | undefined {
  for (const { route, expression } of patterns.get(`${method} ${path.split('/').length}`) ?? []) {
    const match = expression.exec(path);
    if (match !== null) return { route, ids: match.slice(1) };
  }
  return undefined;
}

/** Whether it needs no Platform API token. */
export const isPublic = (route: ApiRoute): boolean =>
  guestRoutes.includes(route) || signInRoutes.includes(route) || takesText(route);

/** Whether its request body is text, not JSON. */
export const takesText = (route: ApiRoute): boolean => route === flowUploadRoute || route === idpTokenRoute;
