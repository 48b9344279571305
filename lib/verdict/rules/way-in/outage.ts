import type { Plan } from '../../../plan/schema.ts';
import type { Reading } from '../../reading/reading.ts';
import type { WayIn } from '../../reading/way-in.ts';
import { type Finding, percent } from '../finding.ts';
import { MINUTES_MS } from './fixed-window.ts';
import { sumOf } from './sum-of.ts';

/** An outage takes at most this share of the hold: what refuses for longer is judged as a limit. */
const SHORT = 10 / 24;
/** While it lasts next to nothing is admitted. */
const NOTHING = 0.05;

/**
 * Upgrades were refused in one stretch of the hold alone, and in its midst nothing was admitted. A level that is
 * exceeded for a while goes on admitting as sessions leave.
 */
export function outageIn({ phases: { ramp } }: Reading, { slices }: WayIn, plan: Plan): Finding | undefined {
  const places = slices.flatMap(({ refused }, place) => (refused > 0 ? [place] : []));
  const [from, to] = [places[0], places.at(-1)];
  if (from === undefined || to === undefined || ramp.refused > 0) return undefined;
  // A limit on connections a minute refuses for part of a minute, too; it comes again each minute.
  if (plan.customers.holdMs < MINUTES_MS) return undefined;
  const length = to - from + 1;
  // At the end of the hold nobody saw that it was over.
  if (length !== places.length || length > slices.length * SHORT || to === slices.length - 1) return undefined;
  const within = slices.slice(from, to + 1);
  const midst = within.slice(1, -1);
  const refused = sumOf(within, 'refused');
  if (sumOf(midst, 'refused') < sumOf(midst, 'tried') * (1 - NOTHING)) return undefined;
  if (slices.filter(({ tried }) => tried > 0).length <= length) return undefined;
  return {
    cause: 'outage',
    says: `Upgrades were refused for a while and then no more: ${refused} in ${percent(length / slices.length)} of the hold.`,
    evidence: [
      `${refused} of ${sumOf(within, 'tried')} upgrades were refused in ${length} of ${slices.length} parts of the hold in a row, and none in the other ${slices.length - length}`,
    ],
    change:
      'Ask who runs what stands between (load balancer, region, maintenance) what happened then, and run it again.',
    next: 'A second run that is refused at the same level, and not at the same time, would show a limit instead.',
  };
}
