import type { CleanupFile, LeftOpen } from '../../read/org-files.ts';

/** What `headroom cleanup` found and did, a label and a text a line, as terminal and page show it. */
export function cleanupLines(
  { before, done, after }: CleanupFile['cleanup'],
  target: string,
): (readonly [label: string, text: string])[] {
  return [
    ['before', leftText(before, target)],
    ...(done === undefined ? [] : [['ended', endedText(done)] as const]),
    ...(after === undefined ? [] : [['after', leftText(after, target)] as const]),
  ];
}

export const isAtBaseline = ({ openConversations, onQueue }: LeftOpen): boolean =>
  openConversations.length === 0 && onQueue.length === 0;

export function leftText({ openConversations, others, perhaps, onQueue }: LeftOpen, target: string): string {
  const unsure = perhaps > 0 ? `, ${perhaps} perhaps (no attributes, and a first message that anybody may say)` : '';
  const rest = others > 0 ? `, ${others} of others` : '';
  return `${target}: ${openConversations.length} conversations of headroom open${unsure}${rest}; ${onQueue.length} of the plan's agents on queue`;
}

export function endedText({
  ended,
  wrappedUp,
  offline,
  unsubscribed,
}: NonNullable<CleanupFile['cleanup']['done']>): string {
  return `${ended} conversations, ${wrappedUp} in after-contact work; ${offline} agents sent Offline, ${unsubscribed} channels unsubscribed`;
}
