import http from 'k6/http';

export const options = {
  scenarios: {
    steady: {
      executor: 'constant-arrival-rate',
      rate: 10,
      timeUnit: '1s',
      duration: '2s',
      preAllocatedVUs: 4,
      exec: 'steady',
    },
    rising: {
      executor: 'ramping-arrival-rate',
      startRate: 0,
      timeUnit: '1s',
      stages: [{ target: 10, duration: '2s' }],
      preAllocatedVUs: 4,
      exec: 'rising',
    },
  },
  thresholds: {
    'iterations{scenario:steady}': ['count>=20', 'count<=21'],
    'iterations{scenario:rising}': ['count>=9', 'count<=10'],
    dropped_iterations: ['count==0'],
  },
};

export function steady() {
  http.get(`${__ENV.BASE}/status/200`);
}

export function rising() {
  http.get(`${__ENV.BASE}/status/204`);
}
