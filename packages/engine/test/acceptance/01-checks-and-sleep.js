import { check, sleep } from 'k6';
import http from 'k6/http';

export const options = { vus: 2, iterations: 4 };

export default function () {
  const response = http.get(`${__ENV.BASE}/json`);
  check(response, {
    'status is 200': (r) => r.status === 200,
    'name is given': (r) => r.json('name') === 'headroom',
  });
  sleep(0.2);
}
