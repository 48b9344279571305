import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import { describe, expect, it } from 'vitest';
import type { BotEvent } from '../../../../lib/measures/events.ts';
import { planSchema } from '../../../../lib/plan/schema.ts';
import { BotTalk } from '../../../../lib/play/customer/bot-talk.ts';
import { aPlan } from '../../plan/a-plan.ts';

const answers = [
  { asked: 'language', say: 'English' },
  { asked: 'number', say: '12345' },
];

function talk(bot: object = { answers }) {
  const events: BotEvent[] = [];
  const { customers } = aPlan({ customers: { sessions: 1, perMinute: 60, hold: '1m', longestVisit: '1m', bot } });
  if (customers.bot === undefined) throw new Error('no bot');
  const one = new BotTalk(customers.bot, (event) => events.push(event));
  return { one, states: () => events.flatMap(({ state }) => (state === 'answered' ? [] : [state])), events };
}

const says = (text: string, ...replies: [text: string, payload?: string][]): StructuredMessage => ({
  ...{ direction: 'Outbound', type: replies.length > 0 ? 'Structured' : 'Text', originatingEntity: 'Bot', text },
  content: replies.map(([reply, payload]) => ({
    contentType: 'QuickReply',
    quickReply: { text: reply, ...(payload === undefined ? {} : { payload }) },
  })),
});

describe('the answer to a bot', () => {
  it.each<[string, StructuredMessage, object | undefined]>([
    [
      'the first quick reply, with its payload',
      says('Which?', ['Red', 'R'], ['Blue', 'B']),
      { text: 'Red', payload: 'R' },
    ],
    ['a quick reply without a payload, which is its text', says('Which?', ['Red']), { text: 'Red', payload: 'Red' }],
    [
      'the quick reply that the plan says',
      says('Your LANGUAGE, please', ['Deutsch', 'de'], ['English', 'en']),
      { text: 'English', payload: 'en' },
    ],
    ['what the plan says, where no quick reply is that', says('language?', ['Deutsch']), { text: 'English' }],
    ['what the plan says to a question in words', says('Tell me your order number'), { text: '12345' }],
    ['what the plan says otherwise', says('How can I help? '), { text: 'I would like to speak to an agent' }],
    ['nothing to a text that asks nothing', says('One moment, please.'), undefined],
  ])('the answer is %s', (_, message, answer) => {
    const { one } = talk();
    one.botSaid(message, 5, 900);
    expect([one.dueAtMs(), one.take()]).toEqual([answer && 900, answer]);
    expect(one.dueAtMs()).toBeUndefined();
  });
});

describe('a talk with a bot', () => {
  it('the talk ends when a person speaks, and the bot is not answered any more', () => {
    const { one, states } = talk();
    one.botSaid(says('Which?', ['Red']), 5, 900);
    one.personSaid();
    expect(one.dueAtMs()).toBeUndefined();
    one.botSaid(says('Were you content?', ['Yes']), 5, 900);
    one.personSaid();
    expect([one.dueAtMs(), states()]).toEqual([undefined, ['met', 'handed-over']]);
  });

  it('the talk is stuck when the bot asks more often than the plan lets it, and is told so once', () => {
    const { one, states, events } = talk({ turns: 2 });
    for (let asked = 0; asked < 5; asked++) {
      one.botSaid(says('Which?', ['Red']), 5, 900);
      one.take();
    }
    expect(states()).toEqual(['met', 'stuck']);
    expect(events.filter(({ state }) => state === 'answered')).toHaveLength(5);
  });

  it('a person without a bot before is no hand-over', () => {
    const { one, states } = talk();
    one.personSaid();
    expect(states()).toEqual([]);
  });
});

describe('customers.bot of a plan', () => {
  it.each<[object, string]>([
    [{ turns: 0 }, 'customers.bot.turns'],
    [{ answers: [{ asked: '', say: 'x' }] }, 'customers.bot.answers.0.asked'],
    [{ otherwise: '' }, 'customers.bot.otherwise'],
    [{ quick: 1 }, 'customers.bot'],
  ])('%j is refused at its place', (bot, place) => {
    const read = planSchema.safeParse({
      ...{ name: 'p', target: { address: '127.0.0.1:1' } },
      deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
      customers: { sessions: 1, perMinute: 60, hold: '1m', longestVisit: '1m', bot },
    });
    expect(read.error?.issues.map(({ path }) => path.join('.'))).toEqual([place]);
  });
});
