import type { ProbeReading } from '../../lib/plan/probes/phase.ts';
import { fisherP } from '../statistics/fisher.ts';

/** Single knocks at a full house, before some left and after. */
export interface Dip {
  readonly before: { readonly in: number; readonly of: number };
  readonly after: { readonly in: number; readonly of: number };
  /**
   * `level`: who leaves makes room. `pace`: knocks come in although nobody left. `nobody`: nobody comes in, so a pace, or
   * places that are free only later. `unclear`: none of these.
   */
  readonly says: 'level' | 'pace' | 'nobody' | 'unclear';
}

/** Of the knocks after a dip, the share that a level lets in at least, at this p of Fisher's exact test. */
const LET_IN = 0.6;
const SIGNIFICANT = 0.005;
/** Before the dip a pace lets in this share of the knocks. */
const PACED = 0.75;
const HARDLY = 0.1;

/** Reads the knocks of full houses; `before` is how many of each came before its dip. */
export function dipOf(readings: readonly ProbeReading[], before: number): Dip {
  const full = readings.filter(({ refused }) => refused > 0);
  const [early, late] = [
    { in: 0, of: 0 },
    { in: 0, of: 0 },
  ];
  for (const { knocksIn = [], knocksAdmitted, knocksRefused } of full) {
    early.of += before;
    late.of += knocksAdmitted + knocksRefused - before;
    early.in += knocksIn.filter((place) => place < before).length;
    late.in += knocksIn.filter((place) => place >= before).length;
  }
  const dip = { before: early, after: late };
  if (late.of <= 0) return { ...dip, says: 'unclear' };
  if (late.in > late.of * LET_IN && fisherP(early, late) < SIGNIFICANT) return { ...dip, says: 'level' };
  if (early.in >= early.of * PACED) return { ...dip, says: 'pace' };
  return { ...dip, says: late.in <= late.of * HARDLY ? 'nobody' : 'unclear' };
}
