import { sleep } from 'k6';
import http from 'k6/http';

export const options = {
  stages: [
    { duration: '1s', target: 3 },
    { duration: '1s', target: 3 },
    { duration: '1s', target: 0 },
  ],
};

export default function () {
  http.get(`${__ENV.BASE}/status/200`);
  sleep(0.1);
}
