/** What a change can be for. */
export const MEASURES = ['held', 'served', 'wait', 'complete'] as const;
export type Measure = (typeof MEASURES)[number];

/**
 * What a trial showed of each, where it was seen:
 * - held: sessions open on average in the hold; of a probe those that were open when it was time to leave;
 * - served: the share of visits in which a person answered, of all that are over;
 * - wait: the median wait for the first answer (ms), of those who were answered;
 * - complete: the share of visits that went as planned.
 */
export type Outcome = Readonly<Partial<Record<Measure, number>>>;

/** A trial of either plan, one after the other, in an order that was drawn. */
export interface Pair {
  readonly a: Outcome;
  readonly b: Outcome;
}

/** Of a wait less is better, of all else more. */
export function isBetter(measure: Measure, difference: number): boolean {
  return measure === 'wait' ? difference < 0 : difference > 0;
}

/** A wait counts as shorter only where the share of those served did not fall by more than this. */
const SERVED_LESS = 0.02;

/**
 * By how much b lies above a in a pair. It is 0, which counts for neither, where one of the two was not seen, and where
 * the wait is shorter of fewer: who is never answered has no wait, so that turning customers away would seem to help.
 */
export function differenceOf(measure: Measure, { a, b }: Pair): number {
  const [from, to] = [a[measure], b[measure]];
  if (from === undefined || to === undefined) return 0;
  if (measure === 'wait') {
    const [waitsLess, other] = to < from ? [b, a] : [a, b];
    if ((waitsLess.served ?? 0) < (other.served ?? 0) - SERVED_LESS) return 0;
  }
  return to - from;
}
