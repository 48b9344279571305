import { Counter, Rate, Trend } from 'k6/metrics';

/** What `reconnect-storm` measures, each by tag `reconnect`: sdk or backoff. */
export const stormMetrics = {
  /** Sessions by tag `state`: opened (before the drop), dropped, back, given-up (no try left), out (not back in time). */
  storm_sessions: new Counter('storm_sessions'),
  /** Upgrade attempts from the drop on, by tag `cause` (none: it opened) and, in the first minute, `second` after the drop. */
  storm_attempts: new Counter('storm_attempts'),
  /** From a session's drop to its being configured again (ms). One that is not back counts with the whole watch. */
  storm_recovery: new Trend('storm_recovery', true),
  /** Each session: 1 if a timer of it fired more than 500 ms late. */
  generator_late: new Rate('generator_late'),
};
