import { LATE_MS } from '../../base/delay.ts';
import { LEDGER_STATES } from '../../dialogues/ledger-states.ts';
import { RECEIPT_STATES } from '../../dialogues/receipts.ts';
import type { ApiCall, UnexpectedAnswer } from '../../genesys/platform/api-call.ts';
import type { Plan } from '../../plan/schema.ts';
import { discrepanciesText } from '../discrepancies.ts';
import type { AccountEvent, ConversationEvent, LateEvent, MessageEvent, ReceiptsEvent } from '../events.ts';
import type { MetricsOf } from '../metric-objects.ts';

/** The metrics that customers, agents and storms all declare. */
type Shared = MetricsOf<'customer'> & MetricsOf<'agent'>;
type SharedMetrics = Pick<
  Shared,
  | 'conversations'
  | 'message_delivery'
  | 'message_delivery_slow'
  | 'messages'
  | 'platform_rate_limited'
  | 'platform_request'
  | 'platform_unexpected'
>;

/** The number of lines about discrepancies that one VU logs. The metrics count all of them. */
const MAX_LINES = 3;
let lines = 0;

export function recordCall(metrics: SharedMetrics, { name, durationMs, rateLimited }: ApiCall): void {
  metrics.platform_request.add(durationMs, { name });
  if (rateLimited !== undefined) metrics.platform_rate_limited.add(rateLimited);
}

/** Whether this VU has said that an answer cannot be read. The metric counts all of them. */
let told = false;

/** Counts an answer that cannot be read, and logs the first of each VU: the call, the field and what was expected. */
export function recordUnexpected(metrics: SharedMetrics, { name, why }: UnexpectedAnswer): void {
  metrics.platform_unexpected.add(1, { name });
  if (told) return;
  told = true;
  console.warn(`${name} was answered with ${why}`);
}

/** Records whether the latest timer of a visit was late: the load generator is then at its limit. */
export function recordLate(metrics: Pick<Shared, 'generator_late'>, { ms, reconnect }: LateEvent): void {
  metrics.generator_late.add(ms > LATE_MS, reconnect && { reconnect });
}

export function recordConversation(metrics: SharedMetrics, { state }: ConversationEvent): void {
  metrics.conversations.add(1, { state });
}

/**
 * Records a message. `sent` is counted at once, so that the messages of a visit that is cut short are seen to be
 * missing.
 */
export function recordMessage(metrics: SharedMetrics, limits: Plan['limits'], event: MessageEvent): void {
  if (event.state === 'sent') metrics.messages.add(1, { side: event.side, state: 'sent' });
  else if (event.state === 'delivered') {
    const { side, afterMs } = event;
    metrics.message_delivery.add(afterMs, { side });
    metrics.message_delivery_slow.add(afterMs > limits.slowDeliveryMs, { side });
  }
}

/** Counts what was received of the other side's turns. */
export function recordReceipts(metrics: Pick<Shared, 'messages_received'>, { side, counts }: ReceiptsEvent): void {
  for (const state of RECEIPT_STATES)
    if (counts[state] > 0) metrics.messages_received.add(counts[state], { side, state });
}

/** Counts the messages by state, and logs one line about discrepancies: by transcript and turn, never by text. */
export function recordAccount(metrics: SharedMetrics, event: AccountEvent): void {
  const { side, counts, transcript, where, discrepancies } = event;
  for (const state of LEDGER_STATES) metrics.messages.add(counts[state], { side, state });
  if (discrepancies.length === 0 || lines >= MAX_LINES) return;
  lines++;
  console.warn(`${side}'s messages in ${where}, transcript ${transcript}: ${discrepanciesText(discrepancies)}`);
}
