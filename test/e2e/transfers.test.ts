import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Entry } from '@headroom/tenant';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDialogues } from '../../lib/dialogues/dialogue.ts';
import { sampleTranscripts } from '../../lib/dialogues/sample.ts';
import { planFrom, quick } from '../virtual/golden-plans.ts';
import { NO_LIMIT, playOnVirtualClock, type Setting } from '../virtual/play.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-transfers-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Agents = Readonly<Record<string, unknown>>;

/** A contact centre whose agents hand conversations on. */
async function handedOn(agents: Agents, transport: 'exact' | 'dense' = 'exact', setting: Setting = {}) {
  const result = path.join(folder, 'result.json');
  const plan = planFrom('smoke', {
    customers: { ...quick, longestVisit: '60s', transport },
    agents: { count: 8, accept: { min: '200ms', max: '1s' }, wrapUp: { min: '1s', max: '3s' }, ...agents },
  });
  const played = await playOnVirtualClock({ ...setting, script: 'contact-centre', plan, env: { RESULT: result } });
  return { ...played, reading: JSON.parse(readFileSync(result, 'utf8')).reading };
}

const events = (record: readonly Entry[], event: string) =>
  record.filter((entry) => entry.kind === 'conversation' && entry.event === event);
const texts = (record: readonly Entry[], from: string) =>
  record.flatMap((entry) => (entry.kind === 'message' && entry.from === from ? [entry] : []));

/** How many agents talked in each conversation of which the record tells. */
function talkers(record: readonly Entry[]): number[] {
  const users = new Map<string, Set<string | undefined>>();
  for (const { conversationId, userId } of texts(record, 'agent'))
    users.set(conversationId, (users.get(conversationId) ?? new Set()).add(userId));
  return [...users.values()].map(({ size }) => size);
}

const DIALOGUES = new Set(
  parseDialogues(sampleTranscripts).map(({ turns }) => turns.map(({ text }) => text).join('\n')),
);

/** How many conversations hold other texts than a dialogue of the set, or in another order. */
function misplayed(record: readonly Entry[]): number {
  const said = new Map<string, string[]>();
  for (const entry of record)
    if (entry.kind === 'message')
      said.set(entry.conversationId, [...(said.get(entry.conversationId) ?? []), entry.text]);
  return [...said.values()].filter((all) => !DIALOGUES.has(all.join('\n'))).length;
}

describe('agents who transfer conversations', () => {
  it.each([
    ['exact', 'queue'],
    ['dense', 'agent'],
  ] as const)(
    'all dialogues complete, each turn is said and received once by one of the two, and the ledgers equal the record (%s, to %s)',
    async (transport, to) => {
      const { reading, record, exitCode, stdout } = await handedOn({ transfers: { share: 0.5, to } }, transport);
      const made = events(record, 'transferred').length;
      expect(made).toBeGreaterThan(3);
      expect(reading.agents.transfers).toEqual({ made, refused: 0, 'taken-over': made });
      expect(stdout).toContain(`${made} made, ${made} taken over\n`);
      expect([exitCode, reading.transcriptsComplete]).toEqual([0, reading.conversationsBegun]);
      for (const side of ['customer', 'agent'] as const) {
        const stored = texts(record, side).length;
        expect(reading.messages[side]).toMatchObject({ sent: stored, acked: stored });
        // What a customer says while it waits for the second agent is received by that one.
        expect(reading.received[side]).toMatchObject({ received: stored, altered: 0, twice: 0 });
      }
      expect(misplayed(record)).toBe(0);
      expect(new Set(talkers(record))).toEqual(new Set([1, 2]));
      expect(events(record, 'wrapped-up')).toHaveLength(reading.conversationsBegun + made);
    },
    NO_LIMIT,
  );

  it(
    'a conversation that comes back to the only agent there is goes on where it was, and each part is wrapped up',
    async () => {
      const alone = { count: 1, capacity: 25, transfers: { share: 1 } };
      const { reading, record } = await handedOn(alone, 'exact', { sets: ['agents.capacity=25'] });
      const made = events(record, 'transferred').length;
      expect(made).toBeGreaterThan(5);
      expect(reading.agents.transfers).toEqual({ made, refused: 0, 'taken-over': made });
      expect(misplayed(record)).toBe(0);
      const stored = texts(record, 'agent').length;
      expect(reading.messages.agent).toMatchObject({ sent: stored, acked: stored });
      expect(reading.transcriptsComplete).toBe(reading.conversationsBegun);
      expect(events(record, 'wrapped-up')).toHaveLength(reading.conversationsBegun + made);
    },
    NO_LIMIT,
  );

  it.each<[string, Agents, readonly string[]]>([
    ['the queue is none of the org (404)', { queues: ['00000000-0000-4000-8000-0000000000ff'] }, []],
    ['nobody else is there', { count: 1, transfers: { share: 1, to: 'agent' } }, ['agents.capacity=25']],
  ])(
    'an agent that cannot transfer goes on itself, and that is counted: %s',
    async (_, agents, sets) => {
      const { reading, record } = await handedOn({ transfers: { share: 1 }, ...agents }, 'exact', { sets });
      const { made, refused } = reading.agents.transfers;
      expect(made).toBe(0);
      expect(refused).toBeGreaterThan(5);
      expect(events(record, 'transferred')).toEqual([]);
      expect(reading.transcriptsComplete).toBe(reading.conversationsBegun);
    },
    NO_LIMIT,
  );
});

it(
  'agents type before they reply, and nothing else of a conversation changes',
  async () => {
    const reply = { min: '1s', max: '8s' };
    const { reading, record, samples, exitCode } = await handedOn({ typing: true, reply });
    const name = 'POST /api/v2/conversations/messages/:id/communications/:id/typing';
    const calls = samples.filter(({ metric, tags }) => metric === 'platform_request' && tags.name === name);
    const replies = texts(record, 'agent').length;
    expect(calls.length).toBeGreaterThan(replies / 2);
    expect(calls.length).toBeLessThanOrEqual(replies);
    expect([exitCode, misplayed(record)]).toEqual([0, 0]);
    expect(reading.messages.agent).toMatchObject({ sent: replies, acked: replies });
  },
  NO_LIMIT,
);
