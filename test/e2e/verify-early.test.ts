import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { NO_LIMIT } from '../virtual/play.ts';
import { dialoguesPlan } from './dialogues-plan.ts';
import { endKept, keptRun } from './kept-run.ts';

const DIALOGUES = 30;
const TURNS = 8;
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-early-'));
afterAll(async () => {
  await endKept();
  rmSync(folder, { recursive: true });
});

function writePlan(): string {
  const dialogues = Array.from({ length: DIALOGUES }, (_, index) => ({
    id: `dialogue-${index}`,
    turns: Array.from({ length: TURNS }, (_, turn) => ({
      from: turn % 2 === 0 ? 'customer' : 'agent',
      text: `${index}: ${turn}`,
    })),
  }));
  return dialoguesPlan(folder, 'dialogues', dialogues, {
    customers: { sessions: DIALOGUES, perMinute: 1_800, hold: '1s', leaveEarly: 0.3 },
    agents: { count: 10 },
    pace: { min: '100ms', max: '200ms' },
  });
}

it(
  'a run in which customers leave early is verified: who left is no discrepancy, and what is lost of one is',
  async () => {
    const plan = writePlan();
    const sets = ['limits.enabled=false', 'agents.capacity=5'];
    const { exitCode, stdout, org, verify } = await keptRun(folder, plan, { sets });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${DIALOGUES} conversations begun`);

    const left = [...org.conversations.values()].filter(({ messages }) => messages.length < TURNS);
    const leftOut = left.reduce((sum, { messages }) => sum + TURNS - messages.length, 0);
    expect(left.length).toBeGreaterThan(2);
    expect(await verify()).toMatchObject({
      code: 0,
      conversations: DIALOGUES,
      leftEarly: { conversations: left.length, turns: leftOut },
      discrepancies: [],
    });

    // Who stayed for two turns: whether the agent's answer to the second is there too is a matter of time.
    const tampered = left.find(({ messages }) => messages.length >= 3);
    tampered?.replaceMessages(tampered.messages.filter((_, place) => place !== 2));
    const { transcript, customer } = tampered?.attributes ?? {};
    expect(await verify()).toMatchObject({
      code: 99,
      discrepancies: [{ kind: 'missing', conversationId: tampered?.id, customer, transcript, turn: 2 }],
    });
  },
  NO_LIMIT,
);
