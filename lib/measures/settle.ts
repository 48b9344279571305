import type { Side } from '../dialogues/dialogue.ts';
import type { Discrepancy, Ledger } from '../dialogues/ledger.ts';
import { messageMetrics } from './declare/messages.ts';
import { LEDGER_STATES } from './declare/names.ts';

/** A VU says so much about discrepancies and no more: the metrics count them all. */
const MOST_LINES = 3;
let lines = 0;

/**
 * Closes an account: adds it to the metrics, and says in one line what did not simply arrive, by transcript, turn and
 * `where` it was, never by text. What is `sent` is counted as messages go, so that a cut run shows.
 */
export function settleAccount(ledger: Ledger, side: Side, transcript: string, where: string): void {
  const counts = ledger.counts();
  for (const state of LEDGER_STATES) messageMetrics.messages.add(counts[state], { side, state });
  if (counts.acked === counts.sent || lines >= MOST_LINES) return;
  lines++;
  console.warn(
    `${side}'s messages in ${where}, transcript ${transcript}: ${discrepanciesText(ledger.discrepancies())}`,
  );
}

/** Such as `turn 3 lost, turn 5 altered`. */
export function discrepanciesText(discrepancies: readonly Discrepancy[]): string {
  return discrepancies.map(({ state, turn }) => `turn ${turn} ${state}`).join(', ');
}
