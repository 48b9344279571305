import { createReadStream, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { loadProfile, type RunningTenant, startTenant } from '@headroom/tenant';
import { afterAll, describe, expect, it } from 'vitest';
import { type Dialogue, parseDialogue } from '../../lib/dialogues/dialogue.ts';
import { lineOf, plant } from '../cli/verify/planted-discrepancies.ts';
import { dialoguesPlan } from './dialogues-plan.ts';
import { headroom, runAgainst } from './headroom.ts';

const DATA = '../shared/data/sgd-10k.jsonl.gz';
const DIALOGUES = 60;

let tenant: RunningTenant | undefined;
afterAll(() => tenant?.close());

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
  it('is verified, half of them with two agents: all is there, and of a record that was tampered with each planted discrepancy is found', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
    const at = (name: string) => path.join(folder, name);
    const played = await dialogues();
    const plan = dialoguesPlan(folder, 'dialogues', played, {
      customers: { sessions: DIALOGUES, perMinute: 3_600, hold: '3s' },
      agents: { count: 20, transfers: { share: 0.5 } },
      pace: { min: '100ms', max: '300ms' },
    });
    tenant = await startTenant({
      port: 0,
      profile: loadProfile('healthy', ['limits.enabled=false', 'agents.capacity=5']),
    });
    const values = { PLAN: plan, RESULT: at('result.json') };
    const run = await headroom(runAgainst(tenant.addresses, 'contact-centre', values));
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining(`${DIALOGUES} played to the end`) });

    const { reading } = JSON.parse(readFileSync(at('result.json'), 'utf8'));
    expect(reading.conversationsBegun).toBe(DIALOGUES);
    expect(reading.agents.transfers.made).toBeGreaterThan(DIALOGUES / 4);
    const target = ['-e', `TARGET=${tenant.addresses.address}`];
    const options = [...target, '--per-minute', '100000', '--out', at('verified.json'), '--json'];
    const verified = await headroom(['verify', plan, at('result.json'), ...options]);
    expect(JSON.parse(verified.stdout)).toMatchObject({ conversations: DIALOGUES, notFound: 0, discrepancies: [] });
    expect(verified.code).toBe(0);

    const planted = plant(tenant.org, played, 7);
    const tampered = await headroom(['verify', plan, at('result.json'), ...options]);
    expect(JSON.parse(tampered.stdout).discrepancies.map(lineOf).sort()).toEqual(planted.sort());
    expect(tampered.code).toBe(99);
  }, 90_000);
});
