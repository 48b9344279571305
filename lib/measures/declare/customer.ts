import { Counter, Rate, Trend } from 'k6/metrics';

/** What the customers' side measures. Trends with `true` are in ms. */
export const customerMetrics = {
  /** Exact transport, each attempt: 1 if the upgrade was answered 503. */
  ws_upgrade_503: new Rate('ws_upgrade_503'),
  /** Each attempt: 1 if HTTP answered anything but 101. Tag `phase`. */
  ws_upgrade_refused: new Rate('ws_upgrade_refused'),
  /** Each attempt: 1 if it did not open. Tag `cause`. */
  ws_upgrade_failed: new Rate('ws_upgrade_failed'),
  /** Dense transport, the sentinel's own attempts: 1 if answered 503; tag `cause`. */
  sentinel_503: new Rate('sentinel_503'),
  /** Waits before retries. */
  ws_upgrade_wait: new Trend('ws_upgrade_wait', true),
  /** How many sessions the plan wanted open when a visit's first attempt was refused. */
  planned_at_refusal: new Trend('planned_at_refusal'),
  /** First attempt to SessionResponse, retries included. */
  guest_session_ready: new Trend('guest_session_ready', true),
  /** Tag `phase`. */
  guest_sessions_opened: new Counter('guest_sessions_opened'),
  /** Tags `phase`, `reason`. Held = opened - closed. */
  guest_sessions_closed: new Counter('guest_sessions_closed'),
  /** Sockets that opened, and no session came of them. Tag `reason`. */
  guest_sessions_refused: new Counter('guest_sessions_refused'),
  /** Tag `phase`: a cap admits no more than leave during a hold, a throttle does. */
  upgrades_admitted: new Counter('upgrades_admitted'),
  /** onMessage to its echo. */
  message_ack: new Trend('message_ack', true),
  message_ack_slow: new Rate('message_ack_slow'),
  /** How late a timer fired. */
  generator_lag: new Trend('generator_lag', true),
  generator_late: new Rate('generator_late'),
};
