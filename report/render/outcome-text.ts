import { MEASURES, type Measure, type Outcome } from '../../search/trials/comparison-measures.ts';

/** A measure as it is read: the words of what is measured, the unit of its values, and that of a difference. */
interface MeasureWords {
  readonly says: string;
  readonly unit: string;
  readonly differenceUnit: string;
  /** What a value is multiplied by before it is printed. */
  readonly times: number;
}

const SHARE = { unit: '%', differenceUnit: 'points', times: 100 };

export const WORDS: Readonly<Record<Measure, MeasureWords>> = {
  held: { says: 'sessions held', unit: 'sessions', differenceUnit: 'sessions', times: 1 },
  served: { says: 'customers served', ...SHARE },
  wait: { says: 'the wait for the first answer', unit: 's', differenceUnit: 's', times: 0.001 },
  complete: { says: 'complete dialogues', ...SHARE },
};

/** A value to a tenth, without its unit: 0.4823 served is `48.2`. */
export function valueText(measure: Measure, value: number): string {
  return `${Math.round(value * WORDS[measure].times * 10) / 10}`;
}

/** A difference with its sign and unit, to a tenth, or to two digits where that would be nothing: `-0.07 sessions`. */
export function differenceText(measure: Measure, difference: number): string {
  const { times, differenceUnit } = WORDS[measure];
  const value = difference * times;
  const text = Math.abs(value) < 1 ? `${Number(value.toPrecision(2))}` : `${Math.round(value * 10) / 10}`;
  return `${value > 0 ? '+' : ''}${text} ${differenceUnit}`;
}

/** A trial in a line: `48.2 % served, 20 sessions held, …`. */
export function outcomeText(outcome: Outcome): string {
  return MEASURES.flatMap((measure) => {
    const value = outcome[measure];
    return value === undefined ? [] : [`${measure} ${valueText(measure, value)} ${WORDS[measure].unit}`];
  }).join(', ');
}
