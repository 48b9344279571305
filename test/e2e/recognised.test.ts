import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Conversation } from '../../packages/tenant/src/conversations/conversation.ts';
import { NO_LIMIT } from '../virtual/play.ts';
import { dialoguesPlan } from './dialogues-plan.ts';
import { endKept, keptRun } from './kept-run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-recognised-'));
let plans = 0;
afterAll(async () => {
  await endKept();
  rmSync(folder, { recursive: true });
});

const DIALOGUES = 6;
const TURNS = 4;

/** What the customer of a dialogue says alike in all of them, or in this one alone; the agent's texts always differ. */
const dialogues = (alike: boolean) =>
  Array.from({ length: DIALOGUES }, (_, n) => ({
    id: `dialogue-${n}`,
    turns: Array.from({ length: TURNS }, (_, turn) =>
      turn % 2 === 0
        ? { from: 'customer', text: alike ? 'Yes' : `Dialogue ${n}, what the customer says at ${turn}` }
        : { from: 'agent', text: `${n}: ${turn}` },
    ),
  }));

interface Org {
  readonly alike?: boolean;
  readonly sets?: readonly string[];
  readonly customers?: object;
}

/** Plays each dialogue once against an org. */
function played({ alike = false, sets = [], customers = {} }: Org) {
  const plan = dialoguesPlan(folder, `plan-${++plans}`, dialogues(alike), {
    customers: { sessions: DIALOGUES, perMinute: 3_600, hold: '1s', longestVisit: '30s', ...customers },
    agents: { count: 6 },
    pace: { min: '50ms', max: '100ms' },
  });
  return keptRun(folder, plan, { sets: ['limits.enabled=false', 'agents.count=6', ...sets] });
}

/** A conversation as it was when its agent had said the first thing. */
function reopened(conversation: Conversation): void {
  const { messages } = conversation;
  conversation.replaceMessages(messages.slice(0, messages.findIndex(({ from }) => from === 'agent') + 1));
  conversation.endedAt = undefined;
  const [agent] = conversation.agents;
  Object.assign(agent ?? {}, { state: 'connected', disconnectType: undefined, endTime: undefined });
}

/** Each dialogue as it should be. */
const WHOLE = { exitCode: 0, agents: { sent: (DIALOGUES * TURNS) / 2, acked: (DIALOGUES * TURNS) / 2 } };
const VERIFIED = { code: 0, conversations: DIALOGUES, others: 0, notFound: 0, discrepancies: [] };
/** `perhaps` and `of others` would stand before the agents. */
const OURS = /: 6 conversations of headroom open; 0 of the plan's agents on queue\n$/;

const told = ({ exitCode, reading: { messages } }: Awaited<ReturnType<typeof keptRun>>) => ({
  exitCode,
  agents: { sent: messages.agent.sent, acked: messages.agent.acked },
});

describe('a conversation', () => {
  it.each([
    ["its customer's attributes alone", { alike: true, sets: ['attributePrefix='] }, 0],
    ["its customer's attributes alone, behind a prefix", { alike: true, sets: ['attributePrefix=context.'] }, 0],
    ['its first messages alone', { sets: ['withheld=["attributes"]'] }, DIALOGUES],
  ])(
    'is recognised by %s: in a run, by verify and by cleanup',
    async (_by, org, byFirstMessages) => {
      // Where all customers say the same, and it is short, it tells neither the dialogue nor whose it is.
      const run = await played(org);
      expect(told(run)).toEqual(WHOLE);
      expect(await run.verify()).toMatchObject({ ...VERIFIED, byFirstMessages });
      for (const conversation of run.org.conversations.values()) reopened(conversation);
      expect(await run.leftOpen()).toMatch(OURS);
    },
    NO_LIMIT,
  );

  it(
    'that began with a bot is verified, and a turn that is lost of it is named',
    async () => {
      const bot = 'bot={"turns":2,"quickReplies":["Orders","Other"],"answer":{"minMs":20,"maxMs":50}}';
      const run = await played({ sets: [bot], customers: { bot: {} } });
      expect(told(run)).toEqual(WHOLE);
      expect(await run.verify()).toMatchObject(VERIFIED);

      const [conversation] = run.org.conversations.values();
      const lost = conversation?.messages.findIndex(({ from }) => from === 'agent') ?? -1;
      conversation?.replaceMessages(conversation.messages.filter((_, place) => place !== lost));
      const { transcript, customer } = conversation?.attributes ?? {};
      expect(await run.verify()).toMatchObject({
        code: 99,
        discrepancies: [{ kind: 'missing', conversationId: conversation?.id, customer, transcript, turn: 1 }],
      });
    },
    NO_LIMIT,
  );
});
