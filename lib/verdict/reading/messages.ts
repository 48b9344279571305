import type { Side } from '../../dialogues/dialogue.ts';
import { RECEIPT_STATES, type ReceiptState } from '../../dialogues/receipts.ts';
import type { Reader } from '../../measures/readings.ts';
import { recordOf } from './record-of.ts';

/** The number of one side's messages by state. */
export interface MessageReading {
  readonly sent: number;
  readonly acked: number;
  readonly lost: number;
  readonly altered: number;
  readonly duplicated: number;
  readonly reordered: number;
  /** Messages that were sent and are in no other state, because their fate is not known or the run ended first. */
  readonly unresolved: number;
}

/** What the other side received of one side's messages. */
export type ReceivedReading = Readonly<Record<ReceiptState, number>>;

/** `side` sent. Undefined where the other side counted nothing: it was not played, or by an older version. */
export function receivedReadingOf({ count }: Reader, side: Side): ReceivedReading | undefined {
  const counts = recordOf(RECEIPT_STATES, (state) => count('messages_received', { side, state }));
  return RECEIPT_STATES.some((state) => counts[state] > 0) ? counts : undefined;
}

const FIGURES = ['sent', 'acked', 'lost', 'altered', 'duplicated', 'reordered'] as const;

export function messageReadingOf({ count }: Reader, side: Side): MessageReading {
  const [sent, acked, lost, altered, duplicated, reordered] = FIGURES.map((state) =>
    count('messages', { side, state }),
  ) as [number, number, number, number, number, number];
  const unresolved = sent - acked - lost - altered - duplicated - reordered;
  return { sent, acked, lost, altered, duplicated, reordered, unresolved };
}

/** What was received, in one line of text. */
export function receivedText(received: ReceivedReading): string {
  const rare = (['altered', 'twice', 'history-only', 'nowhere'] as const).filter((state) => received[state] > 0);
  return [`${received.received} received`, ...rare.map((state) => `${received[state]} ${state}`)].join(', ');
}

/**
 * How many messages the org acknowledged to one side that the other side has no trace of, neither heard nor in the
 * history. 0 where the sender was not played in this run.
 *
 * @param asides how many of the messages are no turns of a dialogue: nobody accounts for those
 */
export function reachedNobody(sent: MessageReading, received: ReceivedReading, asides: number): number {
  const traces = received.received + received.altered + received['history-only'];
  return Math.max(0, sent.sent - sent.lost - sent.unresolved - asides - traces);
}

/** Those that were not stored once, whole and in order, by state; empty where there are none. */
export function badMessages(counts: MessageReading): string {
  const states = ['lost', 'unresolved', 'altered', 'duplicated', 'reordered'] as const;
  return states.flatMap((state) => (counts[state] > 0 ? [`${counts[state]} ${state}`] : [])).join(', ');
}

/** The same in one line of text. */
export function messagesText(counts: MessageReading): string {
  const { sent, acked, lost, altered, duplicated, reordered, unresolved } = counts;
  return `${sent} messages: ${acked} acked, ${lost} lost, ${altered} altered, ${duplicated} duplicated, ${reordered} reordered, ${unresolved} unresolved`;
}
