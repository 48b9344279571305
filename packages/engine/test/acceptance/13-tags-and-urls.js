import { check } from 'k6';
import http from 'k6/http';

export const options = {
  vus: 1,
  iterations: 3,
  tags: { release: 'r1' },
  thresholds: {
    'http_reqs{name:item}': ['count==6'],
    'http_reqs{kind:api}': ['count==6'],
    'http_reqs{kind:api,status:404}': ['count==3'],
    'http_req_failed{kind:api}': ['rate==0.5'],
    'http_reqs{kind:page}': ['count==3'],
    'http_req_failed{kind:page}': ['rate==0'],
    'http_reqs{release:r1}': ['count==9'],
    'http_reqs{expected_response:false}': ['count==3'],
    'http_reqs{kind:never}': ['count==0'],
    'checks{kind:api}': ['rate==1'],
  },
};

export default function () {
  for (const status of [200, 404]) {
    const response = http.get(`${__ENV.BASE}/status/${status}?item=${__ITER}`, {
      tags: { name: 'item', kind: 'api' },
    });
    check(response, { 'status as asked': (r) => r.status === status }, { kind: 'api' });
  }
  http.get(http.url`${__ENV.BASE}/status/${410}`, {
    tags: { kind: 'page' },
    responseCallback: http.expectedStatuses({ min: 200, max: 299 }, 410),
  });
}
