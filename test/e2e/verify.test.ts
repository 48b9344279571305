import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { type Dialogue, parseDialogue } from '../../lib/dialogues/dialogue.ts';
import { lineOf, plant } from '../cli/verify/planted-discrepancies.ts';
import { NO_LIMIT } from '../virtual/play.ts';
import { dialoguesPlan } from './dialogues-plan.ts';
import { endKept, keptRun } from './kept-run.ts';

const DATA = '../shared/data/sgd-10k.jsonl.gz';
const DIALOGUES = 60;

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
afterAll(async () => {
  await endKept();
  rmSync(folder, { recursive: true });
});

/** Short ones, so that the test is. */
async function dialogues(): Promise<Dialogue[]> {
  const taken: Dialogue[] = [];
  for await (const line of createInterface({ input: createReadStream(DATA).pipe(createGunzip()) })) {
    const dialogue = parseDialogue(line, 0);
    if (dialogue.turns.length <= 14) taken.push(dialogue);
    if (taken.length === DIALOGUES) break;
  }
  return taken;
}

describe.skipIf(!existsSync(DATA))(`a run of real dialogues (skipped without ${DATA})`, () => {
  it(
    'is verified, half of them with two agents, and half with a file of an agent: all is there, and of a record that was tampered with each planted discrepancy is found',
    async () => {
      const played = await dialogues();
      const plan = dialoguesPlan(folder, 'dialogues', played, {
        customers: { sessions: DIALOGUES, perMinute: 3_600, hold: '3s' },
        agents: { count: 20, transfers: { share: 0.5 }, attachments: 0.5 },
        pace: { min: '100ms', max: '300ms' },
      });
      const sets = ['limits.enabled=false', 'agents.capacity=5'];
      const { exitCode, stdout, reading, org, verify } = await keptRun(folder, plan, { sets });
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`${DIALOGUES} played to the end`);
      expect(reading.conversationsBegun).toBe(DIALOGUES);
      expect(reading.agents.transfers.made).toBeGreaterThan(DIALOGUES / 4);
      expect(await verify()).toMatchObject({ code: 0, conversations: DIALOGUES, notFound: 0, discrepancies: [] });

      const planted = plant(org, played, 7);
      const { code, discrepancies } = await verify();
      expect(discrepancies.map(lineOf).sort()).toEqual(planted.sort());
      expect(code).toBe(99);
    },
    NO_LIMIT,
  );
});
