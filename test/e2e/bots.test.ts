import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Entry } from '@headroom/tenant';
import { afterAll, describe, expect, it } from 'vitest';
import { variants } from '../deep.ts';
import { planFrom } from '../virtual/golden-plans.ts';
import { playOnVirtualClock } from '../virtual/play.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-bots-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Talk {
  readonly bot: object;
  readonly customers?: object;
  readonly transport?: 'exact' | 'dense';
}

/** A contact centre whose flow begins with a bot. */
async function met({ bot, customers = {}, transport = 'exact' }: Talk) {
  const result = path.join(folder, 'result.json');
  const played = await playOnVirtualClock({
    profile: { bot },
    script: 'contact-centre',
    plan: planFrom('smoke', {
      customers: { transport, sessions: 12, hold: '20s', longestVisit: '40s', bot: {}, ...customers },
      agents: { count: 12 },
    }),
    env: { RESULT: result },
  });
  const { verdict, reading, metrics } = JSON.parse(readFileSync(result, 'utf8'));
  const samples = (metric: string) => played.samples.filter((sample) => sample.metric === metric);
  return { ...played, verdict, reading, metrics, samples };
}

const countOf = (record: readonly Entry[], from: string): number =>
  record.filter((entry) => entry.kind === 'message' && entry.from === from).length;
const queued = (record: readonly Entry[]): number =>
  record.filter((entry) => entry.kind === 'conversation' && entry.event === 'queued').length;

describe('a flow that begins with a bot', () => {
  it.each(variants(['exact', 'dense'] as const))(
    'the bot asks twice by quick replies and hands over: all dialogues complete, and the ledgers equal the record (%s)',
    async (transport) => {
      const bot = { turns: 2, quickReplies: ['Orders', 'Other'], answer: { minMs: 200, maxMs: 900 } };
      const { reading, record, exitCode, samples, stdout } = await met({ bot, transport });
      const begun = reading.conversationsBegun;
      expect(begun).toBeGreaterThanOrEqual(12);
      expect({ exitCode, bots: reading.bots, unrecognised: reading.agents.unrecognised }).toEqual({
        ...{ exitCode: 0, bots: { met: begun, 'handed-over': begun, stuck: 0 } },
        unrecognised: 0,
      });
      expect(reading.transcriptsComplete).toBe(begun);
      const { customer, agent } = reading.messages;
      expect([customer.sent, customer.acked]).toEqual([countOf(record, 'customer'), countOf(record, 'customer')]);
      expect([agent.sent, agent.acked]).toEqual([countOf(record, 'agent'), countOf(record, 'agent')]);
      expect(reading.asides).toEqual({ opening: 0, 'bot-answer': 2 * begun });
      expect(stdout).not.toContain('reached nobody');
      // Two questions, and the farewell before the queue.
      expect(countOf(record, 'bot')).toBe(3 * begun);
      expect(queued(record)).toBe(begun);
      const answers = samples('bot_answer').map(({ value }) => value);
      expect(answers).toHaveLength(3 * begun);
      expect(Math.min(...answers)).toBeGreaterThanOrEqual(200);
      expect(Math.max(...answers)).toBeLessThan(1_000);
    },
  );

  it('a question in words is answered as the plan says, and a farewell is not answered', async () => {
    const bot = { question: 'What is your order number?', quickReplies: [], turns: 1 };
    const answers = [{ asked: 'ORDER number', say: '12345' }];
    const { reading, record } = await met({ bot, customers: { bot: { answers } } });
    const said = record.flatMap((entry) => (entry.kind === 'message' && entry.from === 'customer' ? [entry.text] : []));
    expect(said.filter((text) => text === '12345')).toHaveLength(reading.conversationsBegun);
    expect(said).not.toContain('I would like to speak to an agent');
    expect(reading.transcriptsComplete).toBe(reading.conversationsBegun);
  });

  it('a bot that never hands over is named, with the questions that it asked', async () => {
    const { reading, verdict, record } = await met({
      bot: { handsOver: false },
      customers: { bot: { turns: 3 }, longestVisit: '12s', hold: '10s' },
    });
    expect(queued(record)).toBe(0);
    const begun = reading.conversationsBegun;
    expect(begun).toBeGreaterThanOrEqual(12);
    expect(reading.bots).toEqual({ met: begun, 'handed-over': 0, stuck: begun });
    expect(verdict).toMatchObject({
      cause: 'bot-never-hands-over',
      says: `A bot kept ${begun} of ${begun} conversations: it asked on, and no agent came.`,
    });
    // The dialogue's first turn, and three answers.
    expect(countOf(record, 'customer')).toBe(begun * 4);
  });
});
