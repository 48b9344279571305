import type { Measure } from './measure.ts';

/** Metrics of k6 itself that gates and summaries rest on: no script declares them. */
export const K6 = [
  {
    name: 'dropped_iterations',
    kind: 'Counter',
    sides: [],
    unit: 'iterations',
    tags: {},
    says: "k6's own. Of the scenario `customers` in the open model: planned visits that could not begin, since every VU was taken.",
    splits: [{ side: 'customer', by: { scenario: ['customers'] } }],
    rule: { '': 'planned visits of the open model that could not begin: every place was taken' },
  },
  {
    name: 'ws_sessions',
    kind: 'Counter',
    sides: [],
    unit: 'sessions',
    tags: {},
    says: "k6's own. By `status`: in the scenario `agents` the 503s of notification sockets.",
    splits: [],
    gated: { status: ['503'], scenario: ['agents'] },
    rule: { '': "notification sockets of agents refused with 503: the agents' own gate" },
  },
] as const satisfies readonly Measure[];
