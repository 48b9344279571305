import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
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

const PODS = 3;
const TRANSCRIPTS = 24;
/** What Kubernetes made of `headroom-plan-`. */
const RUN = 'headroom-plan-ab1cd';

describe('the shares that the manifests start', () => {
  it(
    'play every dialogue once between them, each with exit code 0, and what they wrote merges into one run',
    async () => {
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
      const { code, output } = deploy(folder, plan, { parallelism: String(PODS) });
      expect(code).toBe(0);
      const root = path.join(folder, 'root');
      const shares = sharesOf(testRunIn(output), configMapsIn(output), RUN, root);
      expect(shares).toHaveLength(PODS);
      const { runs, record } = await playTogether({ sets: ['agents.capacity=5'] }, shares);
      expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);

      const played = new Map<string, string>();
      for (const entry of record) {
        const transcript = entry.kind === 'message' ? entry.attributes?.transcript : undefined;
        if (entry.kind === 'message' && transcript !== undefined) played.set(entry.conversationId, transcript);
      }
      expect([...played.values()].sort()).toEqual(dialogues.map(({ id }, place) => `${place} ${id}`).sort());

      const results = path.join(root, 'headroom/runs', RUN);
      const names = ['1', '2', '3'].flatMap((place) => [`${RUN}-${place}.json.gz`, `${RUN}.${RUN}-${place}.json`]);
      expect(readdirSync(results).sort()).toEqual(names.sort());

      const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
      const merged = await merge([results], { e: [] }, { stdout, stderr, env: {}, cwd: folder });
      expect(merged).toBe(0);
      expect(stderr.text).not.toMatch(/exit|missing|cut/);
      expect(stdout.text).toContain(RUN);
    },
    NO_LIMIT,
  );
});
