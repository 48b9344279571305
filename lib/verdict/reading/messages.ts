import type { Side } from '../../dialogues/dialogue.ts';
import type { Reader } from '../../measures/readings.ts';

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

const FIGURES = ['sent', 'acked', 'lost', 'altered', 'duplicated', 'reordered'] as const;

export function messageReadingOf({ count }: Reader, side: Side): MessageReading {
  const [sent, acked, lost, altered, duplicated, reordered] = FIGURES.map((state) =>
    count('messages', { side, state }),
  ) as [number, number, number, number, number, number];
  const unresolved = sent - acked - lost - altered - duplicated - reordered;
  return { sent, acked, lost, altered, duplicated, reordered, unresolved };
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
