import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packTranscripts } from '../../cli/transcripts/transcripts-pack.ts';
import { CapturedOutput } from '../cli/captured-output.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';
import { dialoguesPlan } from './dialogues-plan.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-once-'));
afterAll(() => rmSync(folder, { recursive: true }));

const dialogues = (count: number) =>
  Array.from({ length: count }, (_, place) => ({ id: `d${place}`, turns: [{ from: 'customer', text: 'Hello' }] }));
const parts = {
  customers: { sessions: 2, perMinute: 720, hold: '4s', longestVisit: '12s' },
  agents: { count: 1 },
  pace: { min: '1s', max: '2s' },
  gate: 'explore',
};

describe('a set that is planned once', () => {
  it.each(['customers', 'contact-centre', 'agents'])(
    'is refused in one line by %s where the plan can never play it, exit 108',
    async (script) => {
      const plan = dialoguesPlan(folder, 'too-many', dialogues(150), parts);
      const { exitCode, stderr } = await playOnVirtualClock({ script, plan });
      expect(exitCode).toBe(108);
      expect(stderr).toMatch(/too-many\.jsonl: 150 dialogues are planned once, and at most \d+ fit/);
      expect(stderr).not.toMatch(/^\s+at /m);
    },
    NO_LIMIT,
  );

  it.each([
    ['crosses its rule on opened sessions where a dialogue was never begun', 3, true],
    ['holds it where each was begun', 2, false],
  ])(
    '%s',
    async (_, count, isCrossed) => {
      const plan = dialoguesPlan(folder, `set-of-${count}`, dialogues(count), { ...parts, gate: 'ci' });
      const { exitCode, stderr } = await playOnVirtualClock({ script: 'customers', plan });
      expect([0, 99]).toContain(exitCode);
      expect(/thresholds on metrics.*'guest_sessions_opened'/.test(stderr)).toBe(isCrossed);
    },
    NO_LIMIT,
  );

  it(
    'does not keep a storm from running, which plays no dialogue to its end',
    async () => {
      const plan = dialoguesPlan(folder, 'storm', dialogues(150), {
        ...parts,
        storm: { watch: '5s', reconnect: ['sdk'] },
      });
      expect(await playOnVirtualClock({ script: 'reconnect-storm', plan })).toMatchObject({ exitCode: 0 });
    },
    NO_LIMIT,
  );

  it(
    'is refused where it is a packed part in an execution segment: half of the dialogues would not be played',
    async () => {
      const plan = dialoguesPlan(folder, 'packed', dialogues(4), { ...parts, transcripts: { path: 'replaced' } });
      const output = path.join(folder, 'part.jsonl');
      const io = { stdout: new CapturedOutput(), stderr: new CapturedOutput(), env: {}, cwd: '.' };
      await packTranscripts(path.join(folder, 'packed.jsonl'), { output, count: 4, instances: 2 }, io);
      const part = path.join(folder, 'part-1.jsonl');
      expect(readFileSync(part, 'utf8').trim().split('\n')).toHaveLength(2);
      writeFileSync(
        plan,
        JSON.stringify({ ...JSON.parse(readFileSync(plan, 'utf8')), transcripts: { path: part, once: true } }),
      );
      const segment = ['--execution-segment', '0:1/2', '--execution-segment-sequence', '0,1/2,1'];
      const env = { SHARES: '2', RUN: 'two' };
      const cut = await playOnVirtualClock({ script: 'customers', plan, env, flags: segment });
      expect(cut.exitCode).toBe(108);
      expect(cut.stderr).toContain(
        'transcripts: part 1 of 2 of a set in execution segment 0:1/2; allowed: the whole set, in one file or in all its parts (name-{n}.jsonl)',
      );
      expect(await playOnVirtualClock({ script: 'customers', plan })).toMatchObject({ exitCode: 0 });
    },
    NO_LIMIT,
  );
});
