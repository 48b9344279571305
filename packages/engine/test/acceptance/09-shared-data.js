import { check } from 'k6';
import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import http from 'k6/http';

const users = new SharedArray('users', () => JSON.parse(open('./09-users.json')));

export const options = {
  scenarios: {
    visits: { executor: 'shared-iterations', vus: 2, iterations: 6, maxDuration: '20s' },
  },
};

export default function () {
  const user = users[exec.scenario.iterationInTest % users.length];
  const response = http.post(`${__ENV.BASE}/echo?user=${user.name}`, JSON.stringify({ user: user.name }), {
    headers: { 'Content-Type': 'application/json' },
    tags: { name: 'echo' },
  });
  check(response, {
    'three users': () => users.length === 3,
    'user came back': (r) => JSON.parse(r.json('body')).user === user.name,
    'type was sent': (r) => r.json('headers.content-type') === 'application/json',
  });
}
