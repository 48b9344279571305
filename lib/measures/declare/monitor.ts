import { Gauge, Rate } from 'k6/metrics';

/** What the monitor measures. */
export const monitorMetrics = {
  /** Conversations and agents as the tenant counts them; tag `level`. */
  tenant_level: new Gauge('tenant_level'),
  /** Each reading, by tag `state`: 1 if it holds. Joint states, which gauges cannot keep. */
  tenant_state: new Rate('tenant_state'),
};
