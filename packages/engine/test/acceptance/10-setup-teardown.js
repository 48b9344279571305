import { check } from 'k6';
import http from 'k6/http';

export const options = {
  vus: 2,
  iterations: 4,
  thresholds: {
    'http_reqs{group:::setup}': ['count==1'],
    'http_reqs{group:::teardown}': ['count==1'],
  },
};

export function setup() {
  const response = http.post(`${__ENV.BASE}/login`);
  return { token: response.json('token'), started: 1 };
}

export default function (data) {
  const response = http.get(`${__ENV.BASE}/headers`, {
    headers: { Authorization: `Bearer ${data.token}` },
  });
  check(response, {
    'token reached the server': (r) => r.json('authorization') === 'Bearer secret-token',
  });
}

export function teardown(data) {
  http.del(`${__ENV.BASE}/status/204?token=${data.token}`);
}

export function handleSummary(data) {
  const checks = data.metrics.checks.values;
  return {
    stdout: `token ${data.setup_data.token}, checks ${checks.passes}/${checks.passes + checks.fails}\n`,
  };
}
