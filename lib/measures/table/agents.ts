import type { Measure } from './measure.ts';

/** What agents measure. */
export const AGENTS = [
  {
    name: 'agent_accept',
    kind: 'Trend',
    sides: ['agent'],
    unit: 'ms',
    tags: {},
    says: 'Alerting to connected.',
    splits: [],
  },
  {
    name: 'agent_after_contact',
    kind: 'Trend',
    sides: ['agent'],
    unit: 'ms',
    tags: {},
    says: 'The end of a conversation to its wrap-up code.',
    splits: [],
  },
  {
    name: 'agents_connected',
    kind: 'Counter',
    sides: ['agent'],
    unit: 'agents',
    tags: {},
    says: 'Agents whose channel is open and who are On Queue, each time they come to be so.',
    splits: [],
    rule: { '': 'agents with an open channel and On Queue, against those planned' },
  },
  {
    name: 'agents_disconnected',
    kind: 'Counter',
    sides: ['agent'],
    unit: 'agents',
    tags: {},
    says: 'Agents whose channel was open and is gone.',
    splits: [],
  },
  {
    name: 'agents_refused',
    kind: 'Counter',
    sides: ['agent'],
    unit: 'agents',
    tags: {},
    says: 'Agents of whom the API took no token (401), and for whom there was none to go on with: their shift ended early, or never began.',
    splits: [],
    rule: { '': 'agents of whom the API took no token, at the start or in mid-run' },
  },
] as const satisfies readonly Measure[];
