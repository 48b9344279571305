import { check } from 'k6';
import http from 'k6/http';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const orders = new Counter('orders');
const depth = new Gauge('queue_depth');
const even = new Rate('share_even');
const step = new Trend('step_time', true);

export const options = {
  vus: 1,
  iterations: 5,
  thresholds: {
    orders: ['count==10'],
    share_even: ['rate>0.9'],
    step_time: ['avg<=20', 'p(90)<37'],
    'orders{kind:large}': ['count==6'],
    http_req_failed: [{ threshold: 'rate>=1', abortOnFail: false }],
  },
};

export default function () {
  const response = http.get(`${__ENV.BASE}/status/404`);
  check(response, { 'was found': (r) => r.status === 200 });
  orders.add(2, { kind: __ITER % 2 === 0 ? 'large' : 'small' });
  depth.add(__ITER);
  even.add(__ITER % 2 === 0);
  step.add(__ITER * 10);
}
