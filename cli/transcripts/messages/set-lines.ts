import type { LeftOutCounts } from './left-out.ts';
import type { PlacedTurn, PlayableTurns } from './playable-turns.ts';
import type { Conversation, TurnOrder } from './turn-order.ts';

/** A dialogue of a set, and where its turns come from. */
export interface PlacedDialogue {
  readonly id: string;
  readonly file: string;
  readonly turns: readonly PlacedTurn[];
}

/** Conversations whose order nothing has shown yet; beyond these the file is taken to run forwards. */
const MOST_UNDECIDED = 10_000;

/**
 * The dialogues of a set, from the conversations of an export. One whose messages all have one time waits until another
 * shows which way the file runs.
 */
export async function* dialoguesOf(
  batches: AsyncIterable<readonly Conversation[]>,
  order: TurnOrder,
  playable: PlayableTurns,
): AsyncGenerator<PlacedDialogue[]> {
  let waiting: Conversation[] = [];
  const dialogues = (isLast: boolean): PlacedDialogue[] => {
    const found: PlacedDialogue[] = [];
    let at = 0;
    for (; at < waiting.length; at++) {
      const conversation = waiting[at] as Conversation;
      const messages = order.ordered(conversation, isLast);
      if (messages === undefined) break;
      const turns = playable.of(messages, conversation.file);
      if (turns.length > 0) found.push({ id: conversation.id, file: conversation.file, turns });
    }
    waiting = waiting.slice(at);
    return found;
  };
  for await (const batch of batches) {
    waiting = waiting.length === 0 ? [...batch] : [...waiting, ...batch];
    // The first that shows the direction may stand behind those that wait.
    if (order.direction === undefined) for (const one of waiting.slice(-batch.length)) order.ordered(one, false);
    yield dialogues(waiting.length > MOST_UNDECIDED);
  }
  yield dialogues(true);
}

/** The line of a dialogue in a set. */
export function lineOf({ id, turns }: PlacedDialogue): string {
  let line = `{"id":${JSON.stringify(id)},"turns":[`;
  for (const [at, { from, text }] of turns.entries())
    line += `${at === 0 ? '' : ','}{"from":"${from}","text":${JSON.stringify(text)}}`;
  return `${line}]}\n`;
}

/** Throws an error of one line when something was left out, where nothing may be. */
export function refuseLeftOut(leftOut: LeftOutCounts, more: readonly string[]): void {
  const all = [...(leftOut.isEmpty ? [] : [`left out: ${leftOut}`]), ...more];
  if (all.length > 0) throw new Error(`--strict: ${all.join('; ')}`);
}
