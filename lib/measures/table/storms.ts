import { REFUSAL_PHRASES } from '../../genesys/guest/refusal-phrases.ts';
import { ATTEMPT_CAUSES } from '../../transport/upgrade-cause.ts';
import type { Measure } from './measure.ts';
import { NUMBERS, RECONNECTS, STORM_STATES } from './tag-values.ts';

/** What `reconnect-storm` measures. */
export const STORMS = [
  {
    name: 'storm_sessions',
    kind: 'Counter',
    sides: ['storm'],
    unit: 'sessions',
    tags: { reconnect: RECONNECTS, state: STORM_STATES },
    says: 'Script `reconnect-storm`: opened (before the drop), dropped, back, given-up (no try left), out (not back while it was watched).',
    splits: [{ side: 'storm', by: { reconnect: RECONNECTS, state: STORM_STATES } }],
    rule: { '': 'sessions of a reconnect storm that were dropped, or came back, against those planned' },
  },
  {
    name: 'storm_attempts',
    kind: 'Counter',
    sides: ['storm'],
    unit: 'attempts',
    tags: { reconnect: RECONNECTS, cause: ATTEMPT_CAUSES, second: NUMBERS, says: REFUSAL_PHRASES },
    says: 'Script `reconnect-storm`: upgrade attempts from the drop on; `second`: after the drop, in the first minute. `says`: of a refusal in the exact transport, what its answer says.',
    splits: [
      { side: 'storm', by: { reconnect: RECONNECTS, cause: ATTEMPT_CAUSES } },
      { side: 'storm', by: { reconnect: RECONNECTS, second: NUMBERS } },
      { side: 'storm', by: { says: REFUSAL_PHRASES }, needs: ['exact'], isLater: true },
    ],
    drawn: { keeps: 'sum', line: 'upgrades after the drop', by: 'cause' },
  },
  {
    name: 'storm_recovery',
    kind: 'Trend',
    sides: ['storm'],
    unit: 'ms',
    tags: { reconnect: RECONNECTS },
    says: "Script `reconnect-storm`: a session's drop to its being configured again. One that is not back counts with the whole `storm.watch`, so that no percentile flatters.",
    splits: [{ side: 'storm', by: { reconnect: RECONNECTS } }],
  },
] as const satisfies readonly Measure[];
