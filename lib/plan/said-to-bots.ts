import type { BotPlan } from './schema.ts';

/** Every text that customers say to a bot, other than quick replies. None of them is a turn of a dialogue. */
export function saidToBots({ answers, otherwise }: BotPlan): ReadonlySet<string> {
  return new Set([...answers.map(({ say }) => say), otherwise]);
}
