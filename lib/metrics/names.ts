import type { agentMetrics } from './agent.ts';
import type { customerMetrics } from './customer.ts';
import type { messageMetrics } from './messages.ts';
import type { monitorMetrics } from './monitor.ts';

/**
 * The names that gates, tests, dashboards and the verdict use. Each metric is declared once, beside its meaning, in
 * the module of the side that measures it: k6 declares in every VU, where a metric costs more than a kilobyte, so a
 * script declares only those of the sides it plays.
 */
export type MetricName =
  | keyof typeof agentMetrics
  | keyof typeof customerMetrics
  | keyof typeof messageMetrics
  | keyof typeof monitorMetrics;

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
