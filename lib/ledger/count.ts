import { messageMetrics } from '../metrics/messages.ts';
import { LEDGER_STATES } from '../metrics/names.ts';
import type { Side } from '../transcripts/dialogue.ts';
import type { LedgerCounts } from './ledger.ts';

/** Adds a finished account to the metrics. What is `sent` is counted as messages go, so that a cut run shows. */
export function countMessages(counts: LedgerCounts, side: Side): void {
  for (const state of LEDGER_STATES) messageMetrics.messages.add(counts[state], { side, state });
}
