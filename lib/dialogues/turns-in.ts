/**
 * How many of a side's turns these stored texts are, oldest first: all turns up to the last one that is among them, in
 * order. A text that was altered is skipped, and one that is there twice does not count for a later turn that is alike.
 *
 * @example
 * turnsIn(['Hi', 'One moment'], ['Hi', 'One moment', 'Bye']); // 2
 */
export function turnsIn(stored: readonly string[], turns: readonly string[]): number {
  let said = 0;
  for (const text of stored) {
    const turn = turns.indexOf(text, said);
    if (turn >= 0 && turn < stored.length) said = turn + 1;
  }
  return said;
}
