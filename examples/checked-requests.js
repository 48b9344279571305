import { check } from 'k6';
import http from 'k6/http';

export const options = { vus: 2, iterations: 10, thresholds: { checks: ['rate==1'] } };

export default async function () {
  const response = await http.asyncRequest('GET', __ENV.BASE);
  check(response, { 'the server is up': (r) => r.json('state') === 'up' });
}
