import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadProfile, type RunningTenant, startTenant } from '@headroom/tenant';
import { afterAll, expect, it } from 'vitest';
import type { Conclusion } from '../../cli/verify/conclusion.ts';
import { dialoguesPlan } from './dialogues-plan.ts';
import { headroom, runAgainst } from './headroom.ts';

const DIALOGUES = 30;
const TURNS = 8;
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-early-'));
const at = (name: string): string => path.join(folder, name);
let tenant: RunningTenant | undefined;
afterAll(async () => {
  await tenant?.close();
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

it('a run in which customers leave early is verified: who left is no discrepancy, and what is lost of one is', async () => {
  const plan = writePlan();
  const profile = loadProfile('healthy', ['limits.enabled=false', 'agents.capacity=5']);
  tenant = await startTenant({ port: 0, profile });
  const run = await headroom(runAgainst(tenant.addresses, 'contact-centre', { PLAN: plan, RESULT: at('result.json') }));
  expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining(`${DIALOGUES} conversations begun`) });
  const verify = async () => {
    const options = ['-e', `TARGET=${tenant?.addresses.address}`, '--per-minute', '100000', '--json'];
    const files = [plan, at('result.json'), '--out', at('verified.json')];
    const { code, stdout } = await headroom(['verify', ...files, ...options]);
    return { code, ...(JSON.parse(stdout) as Conclusion) };
  };

  const left = [...tenant.org.conversations.values()].filter(({ messages }) => messages.length < TURNS);
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
  expect(tampered?.messages.splice(2, 1)).toHaveLength(1);
  const { transcript, customer } = tampered?.attributes ?? {};
  expect(await verify()).toMatchObject({
    code: 99,
    discrepancies: [{ kind: 'missing', conversationId: tampered?.id, customer, transcript, turn: 2 }],
  });
}, 90_000);
