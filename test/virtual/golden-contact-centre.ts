import { storingWrongly } from '../e2e/ledgers/store.ts';
import { type GoldenCase, planFrom, quick, type Transport } from './golden-plans.ts';

/** Everything goes well. */
export const healthy = (transport: Transport): GoldenCase => ({
  name: `contact-centre-${transport}`,
  runs: [
    {
      script: 'contact-centre',
      plan: planFrom('smoke', { customers: { transport, sessions: 12, hold: '3s' }, agents: { count: 12 } }),
    },
  ],
});

/** The wire loses, doubles, alters, delays and shuffles what guests are told, and the org stores some of it wrongly. */
export const misheard = (transport: Transport): GoldenCase => ({
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
export const cutOff = (transport: Transport): GoldenCase => ({
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
export const short = (transport: Transport): GoldenCase => ({
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

/** Visits come at a rate to two agents, who have room for one of them and much to do afterwards. */
export const open: GoldenCase = {
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
