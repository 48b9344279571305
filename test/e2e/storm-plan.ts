const plan = {
  name: 'storm',
  target: { address: '127.0.0.1:1' },
  deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
  customers: {
    perMinute: 1_200,
    hold: '2s',
    teardown: '1s',
    longestVisit: '1m',
    think: { min: '700ms', max: '900ms' },
  },
  retry: { first: '2s', cap: '4s', attempts: 30 },
  storm: { watch: '12s', rest: '1s' },
  gate: 'ci',
};

/** Both storms of so many sessions, ten to a virtual user where the transport allows it. */
export const stormPlan = (transport: string, sessions: number) => ({
  ...plan,
  customers: { ...plan.customers, transport, sessions, sessionsPerVu: Math.min(10, sessions / 4) },
});

/** An org whose bucket holds half of the sessions: those who come together cannot all come in. */
export const orgForHalf = (sessions: number) => ({
  connectionRate: { kind: 'token-bucket', perMinute: 1_200, burst: sessions / 2, status: 503 },
});
