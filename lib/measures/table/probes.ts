import { REFUSAL_PHRASES } from '../../genesys/guest/refusal-phrases.ts';
import { OUTCOMES, PROBE_OUTCOMES } from '../../plan/probes/outcomes.ts';
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
    tags: { probe: NUMBERS, outcome: PROBE_OUTCOMES, cause: UPGRADE_CAUSES, says: REFUSAL_PHRASES },
    says: 'Script `ceiling`: sessions by their probe (its place in the phase) and outcome; refused and failed ones by `cause`. `failed` leaves refusals out here. `says`: of a refusal, knocks included, what its answer says, in the exact transport.',
    splits: [
      { side: 'probe', by: { probe: NUMBERS, outcome: OUTCOMES } },
      { side: 'probe', by: { cause: UPGRADE_CAUSES } },
      { side: 'probe', by: { outcome: ['agent-held'] } },
      { side: 'probe', by: { says: REFUSAL_PHRASES }, isLater: true },
    ],
    gated: { outcome: OUTCOMES },
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
