import type { Plan } from '../../plan/schema.ts';
import type { Reading } from '../reading/reading.ts';
import { type Finding, percent, SOME } from './finding.ts';

/** Conversations that a bot keeps: it asks on and on, and no person comes. */
export function botNeverHandsOver({ bots }: Reading, { customers }: Plan): Finding | undefined {
  const { met, stuck } = bots;
  if (stuck === 0 || stuck < met * SOME) return undefined;
  return {
    cause: 'bot-never-hands-over',
    says: `A bot kept ${stuck} of ${met} conversations: it asked on, and no agent came.`,
    evidence: [
      `${percent(stuck / met)} of the customers who met a bot had more than ${customers.bot?.turns ?? 0} questions of it`,
      `after the bot a person spoke in ${bots['handed-over']} conversations`,
    ],
    change:
      'Give the bot the answers after which it hands over (customers.bot.answers), let it ask more often (customers.bot.turns), or look at its exits in the flow: each has to lead to Transfer to ACD.',
  };
}
