import { REFUSAL_PHRASES } from '../../genesys/guest/refusal-phrases.ts';
import { KNOCK_ANSWERS, KNOCK_TRIES, OUTCOMES, PROBE_OUTCOMES } from '../../plan/probes/outcomes.ts';
import { UPGRADE_CAUSES } from '../../transport/upgrade-cause.ts';
import type { Measure } from './measure.ts';
import { NUMBERS } from './tag-values.ts';

/** What the probes of a ceiling search measure. */
export const PROBES = [
  {
    name: 'probe_sessions',
    kind: 'Counter',
    sides: ['probe'],
    unit: 'sessions',
    tags: {
      probe: NUMBERS,
      outcome: PROBE_OUTCOMES,
      cause: UPGRADE_CAUSES,
      knock: NUMBERS,
      says: REFUSAL_PHRASES,
    },
    says: 'Script `ceiling`: sessions by their probe (its place in the phase) and outcome; refused and failed ones by `cause`. `failed` leaves refusals out here; `refused` are those refused at each of their knocks. `says`: of a refusal, knocks included, what its answer says, in the exact transport.',
    splits: [
      { side: 'probe', by: { probe: NUMBERS, outcome: OUTCOMES } },
      { side: 'probe', by: { cause: UPGRADE_CAUSES } },
      { side: 'probe', by: { outcome: ['agent-held'] } },
      { side: 'probe', by: { probe: NUMBERS, outcome: ['knock-admitted'], knock: NUMBERS }, isLater: true },
      { side: 'probe', by: { says: REFUSAL_PHRASES }, isLater: true },
    ],
    gated: { outcome: OUTCOMES },
  },
  {
    name: 'probe_knocks',
    kind: 'Counter',
    sides: ['probe'],
    unit: 'knocks',
    tags: { probe: NUMBERS, try: KNOCK_TRIES, answer: KNOCK_ANSWERS, deployment: NUMBERS },
    says: 'Script `ceiling`: knocks of the sessions of a probe, the `first` and those that follow a refusal at once (`again`), by answer: `in`, `refused` with another to come, `out` at the last; by the first 16 deployments.',
    splits: [
      { side: 'probe', by: { probe: NUMBERS, try: KNOCK_TRIES, answer: KNOCK_ANSWERS }, isLater: true },
      { side: 'probe', by: { deployment: NUMBERS, try: KNOCK_TRIES, answer: KNOCK_ANSWERS }, isLater: true },
    ],
  },
  {
    name: 'probe_refused_at',
    kind: 'Trend',
    sides: ['probe'],
    unit: 'sessions',
    tags: { probe: NUMBERS },
    says: 'Script `ceiling`: which session of the probe, counted from 1, was refused; its minimum is the first.',
    splits: [{ side: 'probe', by: { probe: NUMBERS } }],
  },
] as const satisfies readonly Measure[];
