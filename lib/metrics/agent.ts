import { Counter, Rate, Trend } from 'k6/metrics';

/** What the agents' side measures. Trends are in ms. */
export const agentMetrics = {
  /** Alerting to connected. */
  agent_accept: new Trend('agent_accept', true),
  agents_connected: new Counter('agents_connected'),
  agents_disconnected: new Counter('agents_disconnected'),
  conversations_accepted: new Counter('conversations_accepted'),
  conversations_wrapped_up: new Counter('conversations_wrapped_up'),
  conversations_not_answered: new Counter('conversations_not_answered'),
  /** Platform API answers: 1 if 429. */
  platform_rate_limited: new Rate('platform_rate_limited'),
  /** Platform API calls, tag `name` for the endpoint. */
  platform_request: new Trend('platform_request', true),
};
