import { cutOff, healthy, misheard, open, short } from './golden-contact-centre.ts';
import { type GoldenCase, planFrom, quick, TRANSPORTS, type Transport } from './golden-plans.ts';

/** Customers of one machine and agents of another, with a greeting, buttons, sub-queues and calls beside. */
const apart = (transport: Transport): GoldenCase => ({
  name: `customers-and-agents-${transport}`,
  profile: {
    agents: { capacity: 5 },
    queues: { count: 2, by: 'attribute', attribute: 'skill' },
    greeting: 'Hello',
    quickReplies: ['Yes', 'No'],
    connectionRate: { kind: 'token-bucket', perMinute: 120, burst: 5, status: 503 },
    faults: { frameJitterMs: 2_200, storm: { share: 0.3, status: 502, fromSeconds: 3, forSeconds: 3 } },
  },
  runs: [
    {
      script: 'customers',
      plan: planFrom('demo', {
        customers: { ...quick, transport, subQueues: { attribute: 'skill', values: ['1', '2'] } },
        retry: { first: '300ms' },
      }),
    },
    {
      script: 'agents',
      plan: planFrom('demo', {
        customers: quick,
        agents: { count: 4, reply: { min: '300ms', max: '900ms' } },
        platformLoad: { perMinute: 120 },
      }),
    },
  ],
});

/** Sessions share a token and evict each other; nobody answers them. */
const evicted = (transport: Transport): GoldenCase => ({
  name: `customers-evicted-${transport}`,
  profile: { ceiling: { max: 7, status: 429 }, idleTimeoutSeconds: 2 },
  runs: [
    {
      script: 'customers',
      plan: planFrom('demo', { customers: { ...quick, transport, identity: 'shared' }, retry: { first: '300ms' } }),
    },
  ],
});

/** Fewer may come in a second than want to; some give up, and some are not back in time. */
const storm = (transport: Transport): GoldenCase => ({
  name: `reconnect-storm-${transport}`,
  profile: {
    connectionRate: { kind: 'token-bucket', perMinute: 300, burst: 8, status: 503 },
    faults: { droppedShare: 0.02, resetShare: 0.03, stalledShare: 0.02 },
  },
  runs: [
    {
      script: 'reconnect-storm',
      plan: planFrom('storm', {
        customers: { transport, sessions: 24, perMinute: 300, hold: '2s', teardown: '1s', sessionsPerVu: 10 },
        retry: { first: '500ms', attempts: 3, cap: '4s' },
        storm: { watch: '12s', rest: '1s' },
      }),
    },
  ],
});

/** Silent sessions against a ceiling, with sockets of agents, sessions that share a token, and a conversation each. */
const phase = {
  name: 'overshoot',
  untilRefusal: false,
  agents: 3,
  probes: [
    { offer: 20, perMinute: 6_000, holdMs: 2_000, restMs: 500, knocks: 3 },
    { offer: 12, perMinute: 3_000, holdMs: 1_000, restMs: 500, knocks: 2, sharedBy: 4, deployments: 2 },
    { offer: 14, perMinute: 3_000, holdMs: 1_000, restMs: 500, knocks: 0, weight: 'conversation' },
    { offer: 14, perMinute: 3_000, holdMs: 1_000, restMs: 500, knocks: 0, weight: 'socket', waitMs: 300 },
  ],
};

const ceiling = (transport: Transport): GoldenCase => ({
  name: `ceiling-${transport}`,
  profile: { ceiling: { max: 15, status: 503 }, faults: { resetShare: 0.05, frameJitterMs: 200 } },
  runs: [
    {
      script: 'ceiling',
      plan: planFrom('ceiling', {
        customers: { transport },
        agents: { count: 3, perMinute: 600, capacity: 1, tokens: { source: 'simulated' } },
      }),
      env: { PHASE: JSON.stringify(phase) },
    },
  ],
});

export const GOLDEN_CASES: readonly GoldenCase[] = [
  ...[healthy, misheard, cutOff, short, apart, evicted, storm, ceiling].flatMap((make) => TRANSPORTS.map(make)),
  open,
];
