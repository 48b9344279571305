import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDialogues } from '../../lib/dialogues/dialogue.ts';
import { NO_LIMIT } from '../virtual/play.ts';
import { dialoguesPlan } from './dialogues-plan.ts';
import { headroom } from './headroom.ts';
import { endKept, keptRun } from './kept-run.ts';

const EXPORTS = path.join(import.meta.dirname, '../cli/transcripts/exports');
/** One has no texts, and the other one needs paths that no other needs. */
const BY_THEMSELVES = ['genesys-details.json', 'nested.json'];

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-imported-'));
const at = (name: string): string => path.join(folder, name);
afterAll(async () => {
  await endKept();
  rmSync(folder, { recursive: true });
});

describe('a set of dialogues from each format of an export', () => {
  it(
    'is played and verified, and what is missing is named by its source',
    async () => {
      cpSync(EXPORTS, at('exports'), {
        recursive: true,
        filter: (file) => !BY_THEMSELVES.includes(path.basename(file)),
      });
      const sides = ['--customers', 'Ann,Cy', '--agents', 'The Shop', '--others', 'agent', '--drop-html'];
      const set = at('formats.jsonl');
      const imported = await headroom(['transcripts', 'import', at('exports'), '-o', set, '--manifest', ...sides]);
      expect(imported).toMatchObject({ code: 0, stderr: '' });
      expect(await headroom(['transcripts', 'check', set])).toMatchObject({ code: 0 });
      const dialogues = parseDialogues(readFileSync(set, 'utf8'));
      expect(dialogues.length).toBeGreaterThanOrEqual(readdirSync(at('exports')).length);

      const plan = dialoguesPlan(folder, 'formats', dialogues, {
        customers: { sessions: dialogues.length, perMinute: 3_600, hold: '1s' },
        agents: { count: 10 },
        pace: { min: '50ms', max: '100ms' },
      });
      const sets = ['limits.enabled=false', 'agents.capacity=5'];
      const { exitCode, stdout, org, verify } = await keptRun(folder, plan, { sets });
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`${dialogues.length} played to the end`);
      expect(await verify()).toMatchObject({ code: 0, conversations: dialogues.length, discrepancies: [] });

      const lost = [...org.conversations.values()].find(({ messages }) =>
        messages.some(({ text }) => text === 'Mushrooms'),
      );
      expect(lost?.messages[2]).toMatchObject({ text: 'Mushrooms' });
      lost?.replaceMessages(lost.messages.filter((_, place) => place !== 2));
      const { code, discrepancies } = await verify();
      expect(code).toBe(99);
      expect(discrepancies).toMatchObject([{ kind: 'missing', turn: 2 }]);
      expect(discrepancies[0]?.source).toMatch(/taskmaster\.json: line \d+, message 3$/);
    },
    NO_LIMIT,
  );
});
