import { Counter, Trend } from 'k6/metrics';

/** What the agents' side measures. Trends are in ms. */
export const agentMetrics = {
  /** Alerting to connected. */
  agent_accept: new Trend('agent_accept', true),
  /** The end of a conversation to its wrap-up code. */
  agent_after_contact: new Trend('agent_after_contact', true),
  agents_connected: new Counter('agents_connected'),
  agents_disconnected: new Counter('agents_disconnected'),
  /** Agents whose shift ended early, or never began: the API took none of their tokens (401). */
  agents_refused: new Counter('agents_refused'),
};
