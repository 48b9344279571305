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

/** The slices of the hold in which all that was refused was refused, the last excluded. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Upgrades were refused in one stretch of the hold alone, and in its midst nothing was admitted. A level that is
 * exceeded for a while goes on admitting as sessions leave.
 */
function stretchOf({ phases: { ramp } }: Reading, { slices }: WayIn): Stretch | undefined {
  const places = slices.flatMap(({ refused }, place) => (refused > 0 ? [place] : []));
  const [from, last] = [places[0], places.at(-1)];
  if (from === undefined || last === undefined || ramp.refused > 0 || last - from + 1 !== places.length)
    return undefined;
  const midst = slices.slice(from + 1, last);
  if (sumOf(midst, 'refused') < sumOf(midst, 'tried') * (1 - NOTHING)) return undefined;
  return { from, to: last + 1 };
}

/** Whether what was refused may have been refused by an outage, though others explain it as well. */
export const mayBeOutage = (reading: Reading, wayIn: WayIn): boolean => stretchOf(reading, wayIn) !== undefined;

/** A stretch that no limit explains. */
export function outageIn(reading: Reading, wayIn: WayIn, plan: Plan): Finding | undefined {
  const stretch = stretchOf(reading, wayIn);
  const { slices } = wayIn;
  // A limit on connections a minute refuses for part of a minute, too; it comes again each minute.
  if (stretch === undefined || plan.customers.holdMs < MINUTES_MS) return undefined;
  const { from, to } = stretch;
  const length = to - from;
  // At the end of the hold nobody saw that it was over.
  if (length > slices.length * SHORT || to === slices.length) return undefined;
  if (slices.filter(({ tried }) => tried > 0).length <= length) return undefined;
  const within = slices.slice(from, to);
  const refused = sumOf(within, 'refused');
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
