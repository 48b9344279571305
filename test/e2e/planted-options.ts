/** Options of the commands among whose traces planted secrets are looked for. */
export const MERGED = { output: 'merged.json', markdown: 'merged.md', junit: 'merged.xml', json: 'merged-page.json' };
export const PODS = {
  e: [],
  output: 'pods',
  parallelism: '2',
  image: 'grafana/k6:2.3.0',
  samples: true,
  volumeSize: '1Gi',
};
export const SIGNING = {
  e: [],
  issuer: 'https://idp.test',
  orgName: 'test',
  renew: '60',
  users: 'a-{n}@example.com',
  count: '1',
};
export const PROVISION = {
  e: [],
  queues: '1',
  orgCapacity: false,
  createUsers: false,
  withRole: [],
  oauthClient: false,
  samlIssuer: 'https://idp.test',
};

/** k6 cloud reaches no loopback. */
export const CLOUD = {
  target: { domain: 'mypurecloud.com' },
  approval: { reference: 'CASE-1', from: '2026-12-01T23:00:00-05:00', to: '2026-12-02T05:00:00-05:00' },
};
