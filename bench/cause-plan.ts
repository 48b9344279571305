import type { Cause } from '../lib/verdict/rules/finding.ts';

/** A planted cause: the settings of tenant, plan and machine, and the cause that the verdict has to name first. */
export interface CauseCase {
  readonly name: string;
  readonly expected: Cause;
  readonly profile: string;
  readonly sets: readonly string[];
  readonly plan: Readonly<Record<string, unknown>>;
  /** Whether the load generator is stopped for most of each second. */
  readonly stalls?: boolean;
  /** A shell script that runs the load generator as `"$@"`. */
  readonly shell?: string;
}

const CUSTOMERS = {
  sessions: 60,
  perMinute: 600,
  hold: '40s',
  teardown: '5s',
  longestVisit: '40s',
  gap: '500ms',
  think: { min: '300ms', max: '600ms' },
};
const AGENTS = {
  count: 30,
  perMinute: 1_800,
  capacity: 2,
  accept: { min: '100ms', max: '200ms' },
  reply: { min: '300ms', max: '500ms' },
  wrapUp: { min: '100ms', max: '200ms' },
  tokens: { source: 'simulated' },
};
const deployment = (n: number) => ({
  id: `d0000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  origin: 'https://example.com',
});
export const plan = (customers = {}, agents = {}) => ({
  name: 'causes',
  target: { address: '127.0.0.1:7420' },
  deployments: [1, 2, 3, 4].map(deployment),
  customers: { ...CUSTOMERS, ...customers },
  retry: { first: '500ms', cap: '2s', attempts: 4 },
  agents: { ...AGENTS, ...agents },
  monitor: { interval: '2s' },
  gate: 'explore',
});

export const CAPACITY = ['agents.capacity=2', 'agents.count=30'];
export const CEILING = [...CAPACITY, 'ceiling.max=40', 'ceiling.jitter=3'];
/** A hold of which 24 parts have departures enough, and in which a minute comes again. */
export const LONG = { hold: '3m' };
export const THROTTLE = [...CAPACITY, 'connectionRate.burst=30', 'connectionRate.perMinute=10'];
