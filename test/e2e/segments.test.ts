import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { packTranscripts } from '../../cli/transcripts/transcripts-pack.ts';
import { CapturedOutput } from '../cli/captured-output.ts';
import { NO_LIMIT, playTogether } from '../virtual/play.ts';
import { dialoguesPlan } from './dialogues-plan.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-segments-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TRANSCRIPTS = 24;
const AGENTS = 8;

/**
 * One dialogue a visit, as many as there are customers: whoever plays one twice leaves another out. The set is one file,
 * or it was packed into parts, all of which the plan names.
 */
async function writePlan(transport: string, isPacked: boolean): Promise<string> {
  const turns = [
    { from: 'customer', text: 'Hello' },
    { from: 'agent', text: 'Hi' },
  ];
  const dialogues = Array.from({ length: TRANSCRIPTS }, (_, place) => ({ id: `d${place}`, turns }));
  const file = dialoguesPlan(folder, transport, dialogues, {
    customers: { sessions: TRANSCRIPTS, perMinute: 720, hold: '4s', longestVisit: '12s', transport, sessionsPerVu: 3 },
    agents: { count: AGENTS, perMinute: 480 },
    pace: { min: '50ms', max: '100ms' },
    gate: 'explore',
  });
  if (!isPacked) return file;
  const io = { stdout: new CapturedOutput(), stderr: new CapturedOutput(), env: {}, cwd: folder };
  const output = path.join(folder, `${transport}.jsonl`);
  await packTranscripts(output, { output, count: TRANSCRIPTS, instances: 3 }, io);
  rmSync(output);
  const plan = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...plan, transcripts: { path: `${transport}-{n}.jsonl`, once: true } }));
  return file;
}

it.each([
  ['exact', '0,1/4,1/2,3/4,1', '4', false],
  ['dense', '0,1/4,1/2,3/4,1', '4', false],
  ['exact', '0,1/6,1/2,1', '6', true],
])(
  'shares play every transcript once, with tokens, users and channels of their own (%s, %s, SHARES=%s, packed: %s)',
  async (transport, sequence, shares, isPacked) => {
    const plan = await writePlan(transport, isPacked);
    const bounds = sequence.split(',');
    const { runs, record } = await playTogether(
      { sets: ['agents.capacity=5'] },
      bounds.slice(1).map((to, at) => ({
        script: 'contact-centre',
        plan,
        env: { SHARES: shares, RUN: 'one' },
        flags: ['--execution-segment', `${bounds[at]}:${to}`, '--execution-segment-sequence', sequence],
      })),
    );
    expect(runs.map(({ exitCode }) => exitCode)).toEqual(runs.map(() => 0));

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
