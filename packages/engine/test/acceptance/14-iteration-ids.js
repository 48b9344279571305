import { check } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';

export const options = {
  scenarios: {
    each: {
      executor: 'per-vu-iterations',
      vus: 3,
      iterations: 2,
      maxDuration: '10s',
      env: { KIND: 'each' },
    },
    shared: {
      executor: 'shared-iterations',
      vus: 2,
      iterations: 5,
      maxDuration: '10s',
      startTime: '1s',
      env: { KIND: 'shared' },
    },
  },
};

export default function () {
  const { name, iterationInTest } = exec.scenario;
  http.get(`${__ENV.BASE}/status/200?at=${name}-${iterationInTest}`, { tags: { name: 'id' } });
  check(exec, {
    'env of the scenario': (e) => __ENV.KIND === e.scenario.name,
    'VU ids start at 1': (e) => e.vu.idInTest >= 1 && e.vu.idInTest <= 5,
    '__VU is idInInstance': (e) => __VU === e.vu.idInInstance,
    'iteration of the VU': (e) => e.scenario.name === 'shared' || e.vu.iterationInScenario < 2,
  });
}
