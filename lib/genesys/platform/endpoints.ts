/** The endpoints that a run calls, as the `name` tag of `platform_request` has them. */
export const PLATFORM_CALLS = [
  'GET /api/v2/users/me',
  'GET /api/v2/presence/definitions',
  'PATCH /api/v2/users/:id/presences/purecloud',
  'PUT /api/v2/users/:id/routingstatus',
  'POST /api/v2/notifications/channels',
  'PUT /api/v2/notifications/channels/:id/subscriptions',
  'GET /api/v2/conversations',
  'GET /api/v2/conversations/:id',
  'GET /api/v2/conversations/messages',
  'PATCH /api/v2/conversations/messages/:id/participants/:id',
  'POST /api/v2/conversations/messages/:id/messages/bulk',
  'POST /api/v2/conversations/messages/:id/communications/:id/messages',
  'POST /api/v2/conversations/messages/:id/communications/:id/typing',
  'POST /api/v2/conversations/messages/:id/communications/:id/messages/media/uploads',
  'GET /api/v2/conversations/messages/:id/communications/:id/messages/media/:id',
  'POST /api/v2/conversations/:id/participants/:id/replace/queue',
  'POST /api/v2/conversations/:id/participants/:id/replace/agent',
  'GET /api/v2/routing/queues/:id/members',
  'GET /api/v2/conversations/messages/:id/participants/:id/wrapupcodes',
  'POST /api/v2/conversations/messages/:id/participants/:id/communications/:id/wrapup',
  'GET /api/v2/routing/users/:id/utilization',
  'POST /api/v2/analytics/conversations/activity/query',
  'POST /api/v2/analytics/routing/activity/query',
  'GET /api/v2/webmessaging/messages',
  'POST /api/v2/webdeployments/token/oauthcodegrantjwtexchange',
  'POST /api/v2/webdeployments/token/refresh',
] as const;

/** The topics that an agent subscribes to, as the `name` tag of `platform_unexpected` has them. */
export const PLATFORM_TOPICS = ['v2.users.:id.conversations', 'v2.users.:id.routingStatus'] as const;
