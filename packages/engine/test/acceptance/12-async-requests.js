import { check } from 'k6';
import http from 'k6/http';

export const options = { vus: 1, iterations: 3 };

export default async function () {
  const [first, second] = await Promise.all([
    http.asyncRequest('GET', `${__ENV.BASE}/delay/500`),
    http.asyncRequest('GET', `${__ENV.BASE}/delay/500`),
  ]);
  check([first, second], {
    'both answered': (all) => all.every((r) => r.status === 200 && r.json('late') === true),
  });
  const posted = await http.asyncRequest('POST', `${__ENV.BASE}/echo`, 'after both');
  check(posted, { 'body arrived': (r) => r.json('body') === 'after both' });
}
