import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { htmlOf } from '../../report/output/html.ts';
import { junitOf } from '../../report/output/junit.ts';
import { markdownOf } from '../../report/output/markdown.ts';
import { planJson } from '../lib/plan/a-plan.ts';
import { reportFrom } from '../report/files.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-no-thresholds-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Twelve customers against a ceiling of four, as the run that first said "gate ci holds" though 0 were opened. */
const PLAN = {
  ...planJson(),
  agents: undefined,
  customers: { sessions: 12, perMinute: 600, hold: '10s', teardown: '1s', longestVisit: '15s' },
};
const profile = { ceiling: { max: 4 } };

async function play(name: string, ...flags: string[]) {
  const [result, samples] = [path.join(folder, `${name}.json`), path.join(folder, `${name}.ndjson`)];
  const outputs = ['--out', `json=${samples}`, ...flags];
  const run = await playOnVirtualClock({
    script: 'customers',
    plan: PLAN,
    profile,
    env: { RESULT: result },
    flags: outputs,
  });
  return { ...run, result, samples };
}

describe('a run with --no-thresholds against a ceiling of 4', () => {
  it(
    'says in summary and result that no gate was evaluated and the figures are unknown, and its report names the ceiling',
    async () => {
      const without = await play('without', '--no-thresholds');
      expect(without.stdout).toContain('gate ci         not evaluated');
      expect(without.stdout).toContain('undetermined');
      expect(without.stdout).not.toMatch(/ holds$|, 0 opened/m);
      const result = JSON.parse(readFileSync(without.result, 'utf8'));
      expect(result).toMatchObject({ format: 1, gateEvaluated: false, reading: null, crossed: [] });
      expect(result.unknown).toContain('guest_sessions_opened{phase:ramp}');

      const alone = await reportFrom([without.result]);
      for (const form of [htmlOf(alone, { script: '', styles: '' }), junitOf(alone), markdownOf(alone)]) {
        expect(form).toMatch(/gate not evaluated/i);
        expect(form).not.toMatch(/gate ci holds/);
      }
      const evaluated = await play('evaluated');
      const fromSamples = await reportFrom([without.samples, without.result]);
      expect(fromSamples.notes).toEqual([]);
      // The words are those of the summary, and not those of figures that are unknown.
      const { says = 'no verdict' } = fromSamples.runs[0]?.verdict ?? {};
      expect(says).toMatch(/^(Upgrades are refused by a limit|The tenant holds)/);
      expect(evaluated.stdout).toContain(says);
      expect(without.stdout).not.toContain(says);
      expect(fromSamples.runs[0]?.gate).toBe('not evaluated');
    },
    NO_LIMIT,
  );
});
