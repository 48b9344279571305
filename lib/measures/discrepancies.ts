import type { Discrepancy } from '../dialogues/ledger.ts';

/** The discrepancies in words, such as `turn 3 lost, turn 5 altered`. */
export function discrepanciesText(discrepancies: readonly Discrepancy[]): string {
  return discrepancies.map(({ state, turn }) => `turn ${turn} ${state}`).join(', ');
}
