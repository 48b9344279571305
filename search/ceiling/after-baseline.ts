import { maxAdmitted, type ProbeReading } from '../../lib/plan/probes/phase.ts';
import { baselineOf, baselineSays } from './baseline.ts';
import { knocksFor, together } from './chance.ts';
import { FIRST_KNOCKS, type SearchState } from './search-state.ts';
import { accept, suspect } from './turning-points.ts';

/** A baseline that shows too much is measured again once: it may have been an outage. */
const BASELINES = 2;

/** Says from sessions far below the level what is none of it, and counts how often a session has to knock. */
export function afterBaseline(state: SearchState, probes: readonly ProbeReading[]): void {
  if (probes.length === 0) return;
  const baseline = baselineOf(probes);
  state.baseline = baseline;
  state.baselines++;
  const seen = baselineSays(baseline, state.settings.most);
  // On a machine that is late a session may not be configured in time, which looks as if it had been closed.
  const says = seen === 'cuts' && state.late > 0 ? 'nothing' : seen;
  if (says === 'state') {
    const { refused, offered, level } = baseline;
    suspect(
      state,
      `${maxAdmitted(state.all)} sessions were admitted once, and after all had left ${refused} of ${offered} were refused at ${level}: what counts is how many came lately, not how many are open`,
      'baseline',
    );
  } else if (says === 'nothing') {
    state.byChance = together(state.byChance, baseline);
    state.knocks = knocksFor(state.settings.most, state.byChance);
    const isUnlimited = state.bracketRefused === undefined && state.bracketed >= state.settings.most;
    if (isUnlimited) accept(state, state.bracketed, true);
    // So few knocks as in the bracket do not tell the level from chance: its last step is taken again.
    else state.stage = state.knocks > FIRST_KNOCKS ? 'bracket' : 'overshoot';
  } else if (state.baselines >= BASELINES) {
    state.found = says;
    state.stage = 'over';
  }
}
