import { describe, expect, it } from 'vitest';
import { asidesAmongTurns, asideTexts, isOpened } from '../../../lib/plan/asides.ts';

const bot = { answers: [{ asked: 'number', say: '12345' }], otherwise: 'An agent, please', turns: 5 };
const agentOpens = { say: 'Hello?' };
const dialogue = (id: string, customer: string, agent: string) => ({
  id,
  turns: [
    { from: 'customer' as const, text: customer },
    { from: 'agent' as const, text: agent },
  ],
});

describe('the asides of a plan', () => {
  it('are every answer to a bot, and the opening of dialogues that the agent begins', () => {
    expect([...(asideTexts({ bot }) ?? [])]).toEqual(['12345', 'An agent, please']);
    expect([...(asideTexts({ agentOpens }) ?? [])]).toEqual(['Hello?']);
    expect([...(asideTexts({ bot, agentOpens }) ?? [])]).toEqual(['12345', 'An agent, please', 'Hello?']);
    expect(asideTexts({})).toBeUndefined();
  });

  it('may be no customer’s turn, which would be lost: it is named without its text', () => {
    const allowed = "allowed: texts that no customer's turn is";
    const set = [dialogue('a', 'Hello', 'x'), dialogue('b', '12345', 'x')];
    expect(asidesAmongTurns({ bot, agentOpens }, set)).toBe(
      `customers.bot: an answer is also turn 0 of transcript b; ${allowed}`,
    );
    expect(asidesAmongTurns({ agentOpens }, [dialogue('c', 'Hello?', 'x')])).toBe(
      `customers.agentOpens: the opening is also turn 0 of transcript c; ${allowed}`,
    );
  });

  it('may be an agent’s turn', () => {
    expect(asidesAmongTurns({ bot, agentOpens }, [dialogue('a', 'Hello', '12345')])).toBeUndefined();
    expect(asidesAmongTurns({ bot, agentOpens }, [dialogue('a', 'Hello', 'Hello?')])).toBeUndefined();
  });

  it('open a dialogue that the agent begins, and no other', () => {
    const greeted = { turns: [{ from: 'agent' }, { from: 'customer' }] };
    const asked = { turns: [{ from: 'customer' }, { from: 'agent' }] };
    expect([isOpened({ agentOpens }, greeted), isOpened({ agentOpens }, asked)]).toEqual([true, false]);
    expect([isOpened({}, greeted), isOpened({ bot }, greeted)]).toEqual([false, false]);
  });
});
