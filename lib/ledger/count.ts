import { messageMetrics } from '../metrics/messages.ts';
import type { Side } from '../transcripts/dialogue.ts';
import type { LedgerCounts } from './ledger.ts';

/** Adds a finished account to the metrics. `messages_sent` is counted as messages go, so that a cut run shows. */
export function countMessages(counts: LedgerCounts, side: Side): void {
  messageMetrics.messages_acked.add(counts.acked, { side });
  messageMetrics.messages_lost.add(counts.lost, { side });
  messageMetrics.messages_altered.add(counts.altered, { side });
  messageMetrics.messages_duplicated.add(counts.duplicated, { side });
}
