import type { TwoTimes } from './times.ts';

export const DATE_ORDERS = ['day-first', 'month-first'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** Two turns stand in another order when the month stands first, and no date of the export says which it is. */
export class UndecidedDates extends Error {}

const FLAG = '--dates day-first or --dates month-first';

/** Which of day and month stands first in the dates of an export, as its dates show: there is no thirteenth month. */
export class DateOrderEvidence {
  order: DateOrder | undefined;
  /** Where the date stands that showed it. */
  #shownAt = '';

  constructor(order: DateOrder | undefined) {
    this.order = order;
  }

  /** Takes note of a date. Throws an error of one line where it shows the contrary of one before it. */
  note({ dayFirst, monthFirst }: TwoTimes, where: () => string): void {
    if (dayFirst !== undefined && monthFirst !== undefined) return;
    const shown: DateOrder = dayFirst === undefined ? 'month-first' : 'day-first';
    if (this.order === undefined) [this.order, this.#shownAt] = [shown, where()];
    if (this.order === shown) return;
    const other = this.#shownAt === '' ? `--dates ${this.order}` : `the date at ${this.#shownAt}`;
    throw new Error(
      `${where()}: time: a date only ${inWords(shown)}, and ${other} is ${inWords(this.order)}; allowed: dates of one order`,
    );
  }

  /** The error of one line for two readings that put turns in another order. */
  undecided(where: string, { dayFirst = 0, monthFirst = 0 }: TwoTimes): UndecidedDates {
    return new UndecidedDates(
      `${where}: time: ${dayOf(dayFirst)} with the day first, or ${dayOf(monthFirst)} with the month first, and no date in the export says which; allowed: ${FLAG}`,
    );
  }
}

const inWords = (order: DateOrder): string => (order === 'day-first' ? 'with the day first' : 'with the month first');
const dayOf = (ms: number): string =>
  new Date(ms).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
