import type { agentMetrics } from './agent.ts';
import type { customerMetrics } from './customer.ts';
import type { messageMetrics } from './messages.ts';
import type { monitorMetrics } from './monitor.ts';
import type { platformMetrics } from './platform.ts';
import type { stormMetrics } from './storm.ts';

/**
 * The names that gates, tests, dashboards and the verdict use. Each metric is declared once, beside its meaning, in
 * the module of the side that measures it: k6 declares in every VU, where a metric costs more than a kilobyte, so a
 * script declares only those of the sides it plays.
 */
export type MetricName =
  | keyof typeof agentMetrics
  | keyof typeof customerMetrics
  | keyof typeof messageMetrics
  | keyof typeof monitorMetrics
  | keyof typeof platformMetrics
  | keyof typeof stormMetrics;

/** Why an upgrade did not open: the `cause` tag of `ws_upgrade_failed`. */
export const UPGRADE_CAUSES = [
  'http-503',
  'http-429',
  'http-403',
  'http-other',
  'http-unseen',
  'timeout',
  'network',
  'local',
] as const;
export type UpgradeCause = (typeof UPGRADE_CAUSES)[number];

/**
 * Why a session was not configured though its socket opened: the org refused it, it came too fast (429), the org said
 * nothing, or something else. The `reason` tag of `guest_sessions_refused`.
 */
export const SESSION_REFUSALS = ['refused', 'too-many', 'silent', 'other'] as const;
export type SessionRefusal = (typeof SESSION_REFUSALS)[number];

/** What becomes of a message, by precedence: the `state` tag of `messages`, beside `sent`. */
export const LEDGER_STATES = ['unresolved', 'lost', 'altered', 'duplicated', 'reordered', 'acked'] as const;
export type LedgerState = (typeof LEDGER_STATES)[number];

/** What becomes of a conversation: the `state` tag of `conversations`. */
export const CONVERSATION_STATES = ['begun', 'accepted', 'wrapped-up', 'not-answered'] as const;

/** What the monitor reads of the tenant: conversations by state, agents by routing status. Tag of `tenant_level`. */
export const LEVELS = ['waiting', 'alerting', 'interacting', 'on-queue', 'idle', 'not-responding'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * What holds while conversations wait: every agent is at capacity (`full`); agents have room and alerts stand
 * unanswered (`free`); agents have no conversation and no room, so after-contact work holds them (`after-contact`).
 * `plateau`: active conversations stand still below the plan. Tag of `tenant_state`.
 */
export const TENANT_STATES = ['full', 'free', 'after-contact', 'plateau'] as const;
export type TenantState = (typeof TENANT_STATES)[number];

/** What becomes of a session of a reconnect storm: the `state` tag of `storm_sessions`. */
export const STORM_STATES = ['opened', 'dropped', 'back', 'given-up', 'out'] as const;
export type StormState = (typeof STORM_STATES)[number];

/** So many seconds from the drop are counted one by one: tries come ever more seldom. */
export const STORM_SECONDS = 60;

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
  'GET /api/v2/conversations/messages/:id/participants/:id/wrapupcodes',
  'POST /api/v2/conversations/messages/:id/participants/:id/communications/:id/wrapup',
  'GET /api/v2/routing/users/:id/utilization',
  'POST /api/v2/analytics/conversations/activity/query',
  'POST /api/v2/analytics/routing/activity/query',
  'GET /api/v2/webmessaging/messages',
] as const;
