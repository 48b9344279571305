import { check, sleep } from 'k6';
import http from 'k6/http';
import { Trend } from 'k6/metrics';

const polls = new Trend('polls_until_done');

export const options = { vus: 2, iterations: 2 };

export default function () {
  let state = 'unknown';
  let count = 0;
  while (state !== 'done' && count < 10) {
    const response = http.get(`${__ENV.BASE}/poll?id=${__VU}-${__ITER}`, { tags: { name: 'poll' } });
    state = response.json().state;
    count++;
    if (state !== 'done') {
      sleep(0.1);
    }
  }
  polls.add(count);
  check(state, { 'done in the end': (s) => s === 'done' });
}
