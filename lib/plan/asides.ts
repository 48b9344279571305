import type { Dialogue } from '../dialogues/dialogue.ts';
import type { BotPlan } from './schema.ts';

/** Every text that customers say to a bot, other than quick replies. None of them is a turn of a dialogue. */
export function saidToBots({ answers, otherwise }: BotPlan): ReadonlySet<string> {
  return new Set([...answers.map(({ say }) => say), otherwise]);
}

/**
 * Why dialogues cannot be played with these answers, in one line: a customer's turn that is the same text would be taken
 * for an answer to a bot. Undefined where they can.
 */
export function answersAmongTurns(bot: BotPlan, dialogues: readonly Dialogue[]): string | undefined {
  const texts = saidToBots(bot);
  for (const { id, turns } of dialogues) {
    const turn = turns.findIndex(({ from, text }) => from === 'customer' && texts.has(text));
    if (turn >= 0)
      return `customers.bot: an answer is also turn ${turn} of transcript ${id}; allowed: texts that no customer's turn is`;
  }
  return undefined;
}
