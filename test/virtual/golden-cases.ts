import { readFileSync } from 'node:fs';
import { storingWrongly } from '../e2e/ledgers/store.ts';
import type { Setting } from './play.ts';
import type { Run } from './run.ts';

export interface GoldenCase extends Setting {
  /** Of its file in golden/. */
  readonly name: string;
  readonly runs: readonly Run[];
}

type Json = Readonly<Record<string, unknown>>;

/** A plan of plans/ with something laid over it, one level deep. */
function planFrom(name: string, over: Readonly<Record<string, Json>> = {}): object {
  const plan = JSON.parse(readFileSync(`plans/${name}.json`, 'utf8')) as Record<string, Json>;
  for (const [key, value] of Object.entries(over)) plan[key] = { ...plan[key], ...value };
  return plan;
}

const TRANSPORTS = ['exact', 'dense'] as const;
type Transport = (typeof TRANSPORTS)[number];

const quick = { sessions: 10, perMinute: 300, hold: '5s', teardown: '2s', longestVisit: '15s', gap: '500ms' };

/** Everything goes well. */
const healthy = (transport: Transport): GoldenCase => ({
  name: `contact-centre-${transport}`,
  runs: [
    {
      script: 'contact-centre',
      plan: planFrom('smoke', { customers: { transport, sessions: 12, hold: '3s' }, agents: { count: 12 } }),
    },
  ],
});

/** The wire loses, doubles, alters, delays and shuffles what guests are told, and the org stores some of it wrongly. */
const misheard = (transport: Transport): GoldenCase => ({
  name: `contact-centre-misheard-${transport}`,
  profile: {
    agents: { capacity: 5, missedShare: 0.2, alertingTimeoutMs: 1_500 },
    shuffledShare: 0.2,
    faults: {
      droppedShare: 0.08,
      doubledShare: 0.08,
      alteredShare: 0.08,
      delayedShare: 0.15,
      delayMs: 2_500,
      frameJitterMs: 400,
      apiJitterMs: 300,
    },
  },
  before: ({ tenant }) => void storingWrongly(tenant.org),
  runs: [
    {
      script: 'contact-centre',
      plan: planFrom('smoke', {
        customers: { transport, hold: '6s', typing: true, leaveEarly: 0.2, staggering: 'natural' },
        agents: { count: 6, capacity: 4, missed: 0.2, recover: { min: '300ms', max: '600ms' } },
        monitor: { interval: '1s' },
      }),
    },
  ],
});

/** Sockets are refused, reset, never answered and lost; channels expire; customers and agents are answered 429. */
const cutOff = (transport: Transport): GoldenCase => ({
  name: `contact-centre-cut-off-${transport}`,
  profile: {
    agents: { capacity: 5 },
    ceiling: { max: 11, status: 503 },
    channelLifeSeconds: 4,
    faults: {
      resetShare: 0.1,
      stalledShare: 0.03,
      tooMany: { share: 0.2, everySeconds: 3 },
      tooManyMessages: { share: 0.2, everySeconds: 4 },
      restartAtSeconds: 6,
    },
  },
  runs: [
    {
      script: 'contact-centre',
      plan: planFrom('smoke', {
        customers: { transport, sessions: 14, hold: '6s' },
        agents: { count: 4, capacity: 4 },
        retry: { attempts: 6 },
        monitor: { interval: '1s' },
      }),
    },
  ],
});

/** Too few agents, some of whose tokens the org does not know, and one deployment that serves nobody. */
const short = (transport: Transport): GoldenCase => ({
  name: `contact-centre-short-${transport}`,
  profile: {
    agents: { count: 3, capacity: 2, missedShare: 0.3, alertingTimeoutMs: 2_000, wrapUpHoldMs: 800 },
    routingDelayMs: 300,
    inactiveDeployments: [2],
    faults: { halfOpenShare: 0.1 },
    limits: { 'configure.per.session.rate.per.minute': 1, 'messages.per.session.rate.per.second': 1 },
  },
  runs: [
    {
      script: 'contact-centre',
      plan: planFrom('smoke', {
        customers: { transport, sessions: 12, hold: '14s' },
        agents: { count: 5, capacity: 2, wrapUp: { min: '1s', max: '3s' } },
        monitor: { interval: '1s' },
      }),
    },
  ],
});

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

/** Visits come at a rate to two agents, who have room for one of them and much to do afterwards. */
const open: GoldenCase = {
  name: 'contact-centre-open',
  profile: { agents: { wrapUpHoldMs: 2_500 }, ceiling: { max: 6, status: 503 } },
  runs: [
    {
      script: 'contact-centre',
      plan: planFrom('smoke', {
        customers: { ...quick, sessions: 10, hold: '9s', model: 'open', visitsPerMinute: 120, leaveEarly: 0.5 },
        agents: { count: 2, perMinute: 600, wrapUp: { min: '1s', max: '2s' } },
        retry: { attempts: 2 },
        monitor: { interval: '1s' },
      }),
    },
  ],
};

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
