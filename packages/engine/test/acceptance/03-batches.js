import { check } from 'k6';
import http from 'k6/http';

export const options = {
  scenarios: {
    pages: { executor: 'per-vu-iterations', vus: 2, iterations: 1, maxDuration: '20s' },
  },
};

export default function () {
  for (let round = 0; round < 3; round++) {
    const responses = http.batch([
      `${__ENV.BASE}/json`,
      ['GET', `${__ENV.BASE}/status/204`],
      ['POST', `${__ENV.BASE}/echo`, `round ${round}`, { headers: { 'X-Round': `${round}` } }],
      { method: 'GET', url: `${__ENV.BASE}/status/404` },
    ]);
    check(responses, {
      'answers come in order': (all) => all.map((r) => r.status).join() === '200,204,200,404',
      'the body arrived': (all) => all[2].json('body') === `round ${round}`,
    });
  }
  const named = http.batch({
    front: `${__ENV.BASE}/json`,
    missing: { method: 'GET', url: `${__ENV.BASE}/status/404` },
  });
  check(named, {
    'named answers': (all) => all.front.status === 200 && all.missing.status === 404,
  });
}
