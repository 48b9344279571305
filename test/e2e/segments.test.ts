import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { NO_LIMIT, playTogether } from '../virtual/play.ts';
import { dialoguesPlan } from './dialogues-plan.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-segments-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SEQUENCE = '0,1/4,2/4,3/4,1';
const SEGMENTS = ['0:1/4', '1/4:2/4', '2/4:3/4', '3/4:1'];
const TRANSCRIPTS = 24;
const AGENTS = 8;

/** One dialogue a visit, as many as there are customers: whoever plays one twice leaves another out. */
function writePlan(transport: string): string {
  const turns = [
    { from: 'customer', text: 'Hello' },
    { from: 'agent', text: 'Hi' },
  ];
  const dialogues = Array.from({ length: TRANSCRIPTS }, (_, place) => ({ id: `d${place}`, turns }));
  return dialoguesPlan(folder, transport, dialogues, {
    customers: { sessions: TRANSCRIPTS, perMinute: 720, hold: '4s', longestVisit: '12s', transport, sessionsPerVu: 3 },
    agents: { count: AGENTS, perMinute: 480 },
    pace: { min: '50ms', max: '100ms' },
    gate: 'explore',
  });
}

it.each(['exact', 'dense'])(
  'four instances play every transcript once, with tokens, users and channels of their own (%s)',
  async (transport) => {
    const file = writePlan(transport);
    const { runs, record } = await playTogether(
      { sets: ['agents.capacity=5'] },
      SEGMENTS.map((segment) => ({
        script: 'contact-centre',
        plan: file,
        env: { SHARES: '4', RUN: 'four' },
        flags: ['--execution-segment', segment, '--execution-segment-sequence', SEQUENCE],
      })),
    );
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);

    const tokens = record.flatMap((one) => (one.kind === 'session-configured' ? [one.token] : []));
    expect(new Set(tokens).size).toBe(tokens.length);

    const played = new Map<string, string>();
    for (const entry of record) {
      const transcript = entry.kind === 'message' ? entry.attributes?.transcript : undefined;
      if (entry.kind === 'message' && transcript !== undefined) played.set(entry.conversationId, transcript);
    }
    const transcripts = Array.from({ length: TRANSCRIPTS }, (_, place) => `${place} d${place}`);
    expect([...played.values()].sort()).toEqual(transcripts.sort());

    const users = record.flatMap((one) =>
      one.kind === 'presence' && /on.?queue/i.test(one.presence) ? [one.userId] : [],
    );
    expect(users).toHaveLength(AGENTS);
    expect(new Set(users).size).toBe(AGENTS);
    const channels = record.filter((one) => one.kind === 'socket-opened' && one.socket !== 'guest');
    expect(channels).toHaveLength(AGENTS);
  },
  NO_LIMIT,
);
