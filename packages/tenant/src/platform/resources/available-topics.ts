import { TOPIC_TEMPLATES } from '../../notifications/topics.ts';
import type { ApiCall, ApiRoute } from '../http/call.ts';
import { badRequest } from '../http/errors.ts';

/** The topics that can be subscribed to (docs/facts/genesys.md section 2.4). Each needs no permission here. */

/** What `expand` may ask for, of a topic's template. */
const EXPANDS: Readonly<Record<string, (template: string) => unknown>> = {
  enforced: () => true,
  visibility: () => 'Public',
  transports: () => ['Websocket'],
  requiresPermissions: () => [],
  permissionDetails: () => [],
  topicParameters: () => ['id'],
};

function list({ query }: ApiCall) {
  const expands = query.getAll('expand').flatMap((names) => names.split(','));
  const unknown = expands.find((name) => !Object.hasOwn(EXPANDS, name));
  if (unknown !== undefined) return badRequest(`expand: ${unknown} is not honoured by the simulation`);
  const more = (template: string) => Object.fromEntries(expands.map((name) => [name, EXPANDS[name]?.(template)]));
  return { entities: TOPIC_TEMPLATES.map((id) => ({ id, requiresCurrentUser: false, ...more(id) })) };
}

export const availableTopicRoutes: readonly ApiRoute[] = [
  // There are no topics in preview, which `includePreview` would add.
  { method: 'GET', path: '/api/v2/notifications/availabletopics', query: ['expand', 'includePreview'], answer: list },
];
