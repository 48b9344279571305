/**
 * Every metric of headroom, declared once: gates, tests, dashboards and the verdict use these names.
 * Kinds are k6's; a `Duration` is a Trend in ms.
 */

export type MetricKind = 'Counter' | 'Rate' | 'Trend' | 'Duration';

export const METRICS = {
  /** Exact transport, each attempt: 1 if the upgrade was answered 503. */
  ws_upgrade_503: 'Rate',
  /** Each attempt: 1 if HTTP answered anything but 101. Tag `phase`. */
  ws_upgrade_refused: 'Rate',
  /** Each attempt: 1 if it did not open. Tag `cause`. */
  ws_upgrade_failed: 'Rate',
  /** Waits before retries. */
  ws_upgrade_wait: 'Duration',
  /** How many sessions the plan wanted open when a visit's first attempt was refused. */
  planned_at_refusal: 'Trend',
  /** First attempt to SessionResponse, retries included. */
  guest_session_ready: 'Duration',
  /** Tag `phase`. */
  guest_sessions_opened: 'Counter',
  /** Tags `phase`, `reason`. Held = opened - closed. */
  guest_sessions_closed: 'Counter',
  /** Tag `phase`: a cap admits no more than leave during a hold, a throttle does. */
  upgrades_admitted: 'Counter',
  /** First message acknowledged. */
  conversations_begun: 'Counter',
  /** Dialogues played to their last turn. */
  transcripts_complete: 'Counter',
  /** onMessage to its echo. */
  message_ack: 'Duration',
  message_ack_slow: 'Rate',
  /** Accepted by Genesys (its clock) to seen by the other side (ours). Tag `side`: who sent it. */
  message_delivery: 'Duration',
  message_delivery_slow: 'Rate',
  /** Tag `side`: customer or agent. What was sent and is in none of the states is unresolved. */
  messages_sent: 'Counter',
  messages_acked: 'Counter',
  messages_lost: 'Counter',
  messages_altered: 'Counter',
  messages_duplicated: 'Counter',
  /** Alerting to connected. */
  agent_accept: 'Duration',
  agents_connected: 'Counter',
  agents_disconnected: 'Counter',
  conversations_accepted: 'Counter',
  conversations_wrapped_up: 'Counter',
  conversations_not_answered: 'Counter',
  /** Platform API answers: 1 if 429. */
  platform_rate_limited: 'Rate',
  /** Platform API answers: 1 if neither 2xx nor 429. */
  platform_failed: 'Rate',
  /** Platform API calls, tag `name` for the endpoint. */
  platform_request: 'Duration',
  /** How late a timer fired. */
  generator_lag: 'Duration',
  generator_late: 'Rate',
} as const satisfies Record<string, MetricKind>;

export type MetricName = keyof typeof METRICS;

/** Why an upgrade did not open: the `cause` tag of `ws_upgrade_failed`. */
export const UPGRADE_CAUSES = ['http-503', 'http-429', 'http-403', 'http-other', 'timeout', 'network'] as const;
export type UpgradeCause = (typeof UPGRADE_CAUSES)[number];
