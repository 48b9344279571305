import { metrics } from '../metrics/metrics.ts';
import type { Side } from '../transcripts/dialogue.ts';
import type { LedgerCounts } from './ledger.ts';

/** Adds a finished account to the metrics. `messages_sent` is counted as messages go, so that a cut run shows. */
export function countMessages(counts: LedgerCounts, side: Side): void {
  metrics.messages_acked.add(counts.acked, { side });
  metrics.messages_lost.add(counts.lost, { side });
  metrics.messages_altered.add(counts.altered, { side });
  metrics.messages_duplicated.add(counts.duplicated, { side });
}
