import { check, group } from 'k6';
import http from 'k6/http';

export const options = {
  vus: 1,
  iterations: 3,
  thresholds: {
    'http_reqs{group:::login}': ['count==3'],
    'http_reqs{group:::shop::item}': ['count==3'],
    'group_duration{group:::shop}': ['max<5000'],
  },
};

export default function () {
  group('login', () => {
    const response = http.post(`${__ENV.BASE}/login`, { user: 'ann', password: 'x' });
    check(response, { 'logged in': (r) => r.status === 201 });
  });
  group('shop', () => {
    http.get(`${__ENV.BASE}/json`);
    const size = group('item', () => {
      const response = http.get(`${__ENV.BASE}/status/200`);
      check(response, { 'item found': (r) => r.status === 200 });
      return 7;
    });
    check(size, { 'group returns its result': (n) => n === 7 });
  });
}
