import type { Dialogue } from '../dialogues/dialogue.ts';
import type { Plan } from './schema.ts';

type Customers = Pick<Plan['customers'], 'bot' | 'agentOpens'>;

/**
 * Every text that customers say beside the turns of their dialogues, other than quick replies: answers to bots, and the
 * opening of a dialogue that the agent begins. Undefined where the plan has no such texts.
 *
 * @example
 * asideTexts({ agentOpens: { say: 'Hello' } }); // Set { 'Hello' }
 */
export function asideTexts({ bot, agentOpens }: Customers): ReadonlySet<string> | undefined {
  if (bot === undefined && agentOpens === undefined) return undefined;
  const toBots = bot === undefined ? [] : [...bot.answers.map(({ say }) => say), bot.otherwise];
  return new Set(agentOpens === undefined ? toBots : [...toBots, agentOpens.say]);
}

/** Whether the customer says the plan's opening before this dialogue. */
export function isOpened(customers: Customers, { turns: [first] }: { turns: readonly { from: string }[] }): boolean {
  return customers.agentOpens !== undefined && first?.from === 'agent';
}

/**
 * Why dialogues cannot be played with the plan's asides, in one line: a customer's turn that is the same text would be
 * taken for one. Undefined where they can.
 */
export function asidesAmongTurns(customers: Customers, dialogues: readonly Dialogue[]): string | undefined {
  const texts = asideTexts(customers);
  if (texts === undefined) return undefined;
  for (const { id, turns } of dialogues) {
    const turn = turns.findIndex(({ from, text }) => from === 'customer' && texts.has(text));
    const what =
      turns[turn]?.text === customers.agentOpens?.say
        ? 'customers.agentOpens: the opening'
        : 'customers.bot: an answer';
    if (turn >= 0) return `${what} is also turn ${turn} of transcript ${id}; allowed: texts that no customer's turn is`;
  }
  return undefined;
}
