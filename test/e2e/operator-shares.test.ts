import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { merge } from '../../cli/merge/merge.ts';
import { CapturedOutput } from '../cli/captured-output.ts';
import { configMapsIn, deploy, testRunIn } from '../cli/deploy/operator/deploying.ts';
import { sharesOf } from '../cli/deploy/operator/pods.ts';
import { NO_LIMIT, playTogether } from '../virtual/play.ts';
import { dialoguesPlan } from './dialogues-plan.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-operator-shares-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TRANSCRIPTS = 24;

/** Lengthens the lines of a set by a key that nobody reads, so that it fits beside no script. */
function lengthen(set: string): void {
  const lines = readFileSync(set, 'utf8').trim().split('\n');
  const longer = lines.map((line) => JSON.stringify({ ...JSON.parse(line), note: 'x'.repeat(20_000) }));
  writeFileSync(set, longer.map((line) => `${line}\n`).join(''));
}

describe('the shares that the manifests start', () => {
  it.each([
    [3, 'beside the script'],
    [1, 'in a ConfigMap of its own'],
  ])(
    'play, being %i, every dialogue once between them, each with exit code 0, and merge into one run, the set %s',
    async (pods, place) => {
      const turns = [
        { from: 'customer', text: 'Hello' },
        { from: 'agent', text: 'Hi' },
      ];
      const dialogues = Array.from({ length: TRANSCRIPTS }, (_, place) => ({ id: `d${place}`, turns }));
      const plan = dialoguesPlan(folder, 'plan', dialogues, {
        customers: { sessions: TRANSCRIPTS, perMinute: 720, hold: '4s', longestVisit: '12s' },
        agents: { count: 8, perMinute: 480 },
        pace: { min: '50ms', max: '100ms' },
        gate: 'ci',
      });
      if (place !== 'beside the script') lengthen(path.join(folder, 'plan.jsonl'));
      const { code, stdout: said, output } = await deploy(folder, plan, { parallelism: String(pods) });
      expect(code).toBe(0);
      expect(said).toContain(place);
      // What Kubernetes makes of `headroom-plan-`.
      const run = `headroom-plan-ab1c${pods}`;
      const root = path.join(folder, 'root');
      const shares = sharesOf(testRunIn(output), configMapsIn(output), run, root);
      expect(shares).toHaveLength(pods);
      const { runs, record } = await playTogether({ sets: ['agents.capacity=5'] }, shares);
      expect(runs.map(({ exitCode }) => exitCode)).toEqual(shares.map(() => 0));

      const played = new Map<string, string>();
      for (const entry of record) {
        const transcript = entry.kind === 'message' ? entry.attributes?.transcript : undefined;
        if (entry.kind === 'message' && transcript !== undefined) played.set(entry.conversationId, transcript);
      }
      expect([...played.values()].sort()).toEqual(dialogues.map(({ id }, place) => `${place} ${id}`).sort());

      const results = path.join(root, 'headroom/runs', run);
      const names = shares.flatMap((_, index) => [`${run}-${index + 1}.json.gz`, `${run}.${run}-${index + 1}.json`]);
      expect(readdirSync(results).sort()).toEqual(names.sort());

      const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
      const merged = await merge([results], { e: [] }, { stdout, stderr, env: {}, cwd: folder });
      expect({ merged, said: stderr.text }).toEqual({ merged: 0, said: expect.not.stringMatching(/exit|missing|cut/) });
      expect(stdout.text).toContain(run);
    },
    NO_LIMIT,
  );
});
