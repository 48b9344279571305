import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadProfile, type RunningTenant, startTenant } from '@headroom/tenant';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDialogues } from '../../lib/dialogues/dialogue.ts';
import { dialoguesPlan } from './dialogues-plan.ts';
import { headroom, runAgainst } from './headroom.ts';

const EXPORTS = path.join(import.meta.dirname, '../cli/transcripts/exports');
/** One has no texts, and the other one needs paths that no other needs. */
const BY_THEMSELVES = ['genesys-details.json', 'nested.json'];

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-imported-'));
const at = (name: string): string => path.join(folder, name);
let tenant: RunningTenant | undefined;
afterAll(async () => {
  await tenant?.close();
  rmSync(folder, { recursive: true });
});

describe('a set of dialogues from each format of an export', () => {
  it('is played and verified, and what is missing is named by its source', async () => {
    cpSync(EXPORTS, at('exports'), { recursive: true, filter: (file) => !BY_THEMSELVES.includes(path.basename(file)) });
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
    tenant = await startTenant({
      port: 0,
      profile: loadProfile('healthy', ['limits.enabled=false', 'agents.capacity=5']),
    });
    const run = await headroom(
      runAgainst(tenant.addresses, 'contact-centre', { PLAN: plan, RESULT: at('result.json') }),
    );
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining(`${dialogues.length} played to the end`) });
    const options = [
      '-e',
      `TARGET=${tenant.addresses.address}`,
      '--per-minute',
      '100000',
      '--out',
      at('verified.json'),
    ];
    const verified = await headroom(['verify', plan, at('result.json'), ...options]);
    expect(verified).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('every message was ingested once, whole'),
    });

    const lost = [...tenant.org.conversations.values()].find(({ messages }) =>
      messages.some(({ text }) => text === 'Mushrooms'),
    );
    expect(lost?.messages.splice(2, 1)).toMatchObject([{ text: 'Mushrooms' }]);
    const missing = await headroom(['verify', plan, at('result.json'), ...options]);
    expect(missing.code).toBe(99);
    expect(missing.stdout).toMatch(/missing: .* turn 2, from .*taskmaster\.json: line \d+, message 3\n/);
  }, 90_000);
});
