import { describe, expect, it } from 'vitest';
import { answersAmongTurns, saidToBots } from '../../../lib/plan/asides.ts';

const bot = { answers: [{ asked: 'number', say: '12345' }], otherwise: 'An agent, please', turns: 5 };
const dialogue = (id: string, customer: string, agent: string) => ({
  id,
  turns: [
    { from: 'customer' as const, text: customer },
    { from: 'agent' as const, text: agent },
  ],
});

describe('what is said to bots', () => {
  it('what is said to bots is every answer of the plan', () => {
    expect([...saidToBots(bot)]).toEqual(['12345', 'An agent, please']);
  });

  it('what is said to bots may be no customer’s turn, which would be lost: it is named without its text', () => {
    expect(answersAmongTurns(bot, [dialogue('a', 'Hello', 'x'), dialogue('b', '12345', 'x')])).toBe(
      "customers.bot: an answer is also turn 0 of transcript b; allowed: texts that no customer's turn is",
    );
  });

  it('what is said to bots may be an agent’s turn', () => {
    expect(answersAmongTurns(bot, [dialogue('a', 'Hello', '12345')])).toBeUndefined();
  });
});
