import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { Entry } from '@headroom/tenant';
import { beforeAll, describe, expect, it } from 'vitest';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';
import { dialoguesPlan } from './dialogues-plan.ts';

const DATA = '../shared/data/sgd-10k.jsonl.gz';
const DIALOGUES = 500;
const AGENTS = DIALOGUES / 5;

interface Dialogue {
  id: string;
  turns: { from: string; text: string }[];
}

/** What the data set says, and what the tenant recorded, conversation by conversation: differences, by dialogue id. */
function differences(dialogues: readonly Dialogue[], record: readonly Entry[]): string[] {
  const recorded = new Map<string, { from: string; text: string }[]>();
  const names = new Map<string, string>();
  for (const entry of record) {
    if (entry.kind !== 'message') continue;
    const turns = recorded.get(entry.conversationId) ?? [];
    turns.push({ from: entry.from, text: entry.text });
    recorded.set(entry.conversationId, turns);
    const name = entry.attributes?.transcript?.replace(/^\d+ /, '');
    if (name !== undefined) names.set(entry.conversationId, name);
  }
  const byDialogue = new Map<string, string[]>();
  for (const [conversation, turns] of recorded) {
    const name = names.get(conversation) ?? `conversation ${conversation}`;
    byDialogue.set(name, [...(byDialogue.get(name) ?? []), JSON.stringify(turns)]);
  }
  const wrong = dialogues
    .filter(({ id, turns }) => {
      const played = byDialogue.get(id) ?? [];
      byDialogue.delete(id);
      return played.length !== 1 || played[0] !== JSON.stringify(turns);
    })
    .map(({ id }) => id);
  return [...wrong, ...byDialogue.keys()];
}

describe.skipIf(!existsSync(DATA))(`real dialogues (skipped without ${DATA})`, () => {
  const dialogues: Dialogue[] = [];
  beforeAll(async () => {
    const lines = createInterface({ input: createReadStream(DATA).pipe(createGunzip()) });
    for await (const line of lines) {
      dialogues.push(JSON.parse(line) as Dialogue);
      if (dialogues.length === DIALOGUES) break;
    }
  });

  it(
    `${DIALOGUES} customers and ${AGENTS} agents play every turn of ${DIALOGUES} dialogues in its order, and nothing else`,
    async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
      const file = dialoguesPlan(folder, 'real-dialogues', dialogues, {
        customers: { sessions: DIALOGUES, perMinute: 6_000, hold: '20s', longestVisit: '90s' },
        agents: { count: AGENTS },
        pace: { min: '200ms', max: '400ms' },
      });
      // Turns this quick break the published limits, which are not what this is about.
      const sets = ['limits.enabled=false', 'agents.capacity=5'];
      const { record, ...run } = await playOnVirtualClock({ script: 'contact-centre', plan: file, sets });
      rmSync(folder, { recursive: true });
      expect(run.stdout).toContain(`${DIALOGUES} played to the end`);
      expect(differences(dialogues, record)).toEqual([]);
      expect(run.exitCode).toBe(0);

      // The comparison is worth something only if it sees one line that is missing, changed, or in another's place.
      const messages = record.filter((entry) => entry.kind === 'message');
      const [dropped] = messages.splice(Math.floor(messages.length / 2), 1);
      expect(differences(dialogues, messages)).toHaveLength(1);
      const changed = record.map((entry) => (entry === dropped ? { ...entry, text: 'other' } : entry));
      expect(differences(dialogues, changed)).toHaveLength(1);
    },
    NO_LIMIT,
  );
});
