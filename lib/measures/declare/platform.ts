import { Rate, Trend } from 'k6/metrics';

/** What a run sees of the Platform API. */
export const platformMetrics = {
  /** Calls with a user's token: 1 if answered 429. */
  platform_rate_limited: new Rate('platform_rate_limited'),
  /** Each call (ms), tag `name` for the endpoint. */
  platform_request: new Trend('platform_request', true),
};
