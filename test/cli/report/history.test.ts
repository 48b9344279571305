import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type ReportOptions, report } from '../../../cli/report/report.ts';
import { resultText } from '../../../lib/verdict/result-text.ts';
import { aPlan } from '../../lib/plan/a-plan.ts';
import { withSplits } from '../../lib/verdict/with-splits.ts';
import { CapturedOutput } from '../captured-output.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-history-'));
afterAll(() => rmSync(folder, { recursive: true }));

const customers = { sessions: 20, perMinute: 600, hold: '10s', longestVisit: '20s' };
const agents = { count: 20, perMinute: 600, capacity: 1, tokens: { source: 'simulated' } };
const plan = aPlan({ customers, agents });
const rate = (passes: number, of: number) => ({
  type: 'rate',
  values: { rate: passes / of, passes, fails: of - passes },
});
const count = (n: number) => ({ type: 'counter', values: { count: n, rate: 1 } });

/** A result of a day of November in which so many of 40 visits were served. */
function written(name: string, day: number, served: number, more: object = {}): string {
  const metrics = {
    'visits{goal:stayed}': rate(40, 40),
    'visits{goal:answered}': rate(served, 40),
    'visits{goal:as-planned}': rate(served, 40),
    visits: rate(40 + 2 * served, 120),
    'session_seconds{phase:hold,state:served}': count(150),
    session_seconds: count(150),
  };
  const at = (second: number) => new Date(Date.UTC(2026, 10, day, 23, 0, second)).toISOString();
  const base = { script: 'contact-centre', plan, verdict: { cause: 'none', says: 'All is well.' }, incomplete: null };
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  const run = { id: `run-${day}`, from: at(0), to: at(40) };
  const whole = withSplits(metrics, 'contact-centre', plan);
  writeFileSync(file, resultText({ ...base, run, metrics: whole, reading: { durationMs: 40_000 }, ...more }, 2));
  return file;
}

/** As nights leave them: a folder each, with other files beside. */
const nights = Array.from({ length: 20 }, (_, n) => written(`nights/${n + 1}/result.json`, n + 1, 36 + (n % 4)));
writeFileSync(path.join(folder, 'nights/1/samples.json'), '{"metric":"x","type":"Metric"}\n');
writeFileSync(path.join(folder, 'nights/1/cut.json'), '{\n  "format": 1,\n  "scr');

async function reported(inputs: readonly string[], options: Partial<ReportOptions> = {}) {
  const [out, err] = [new CapturedOutput(), new CapturedOutput()];
  const output = path.join(folder, 'page.html');
  const io = { cwd: folder, env: {}, stdout: out, stderr: err };
  const json = path.join(folder, 'page.json');
  const code = await report(inputs, { output, json, e: [], ...options }, io);
  return {
    code,
    said: err.text,
    page: () => readFileSync(output, 'utf8'),
    json: () => JSON.parse(readFileSync(json, 'utf8')),
  };
}

const baseline = nights[0] ?? '';
const well = written('well.json', 25, 38);
const bad = written('bad.json', 26, 20);

describe('headroom report --baseline', () => {
  it('exits 99 for a run that is worse than the baseline beyond what the runs before it differ by', async () => {
    const { code, said } = await reported([bad], { history: 'nights', baseline });
    expect(said).toContain(
      'Worse than the baseline, beyond what 20 runs before differ by: customers served: 50 %, baseline 90 %',
    );
    expect(said).toContain(
      'p 0.048, by a permutation test of 1 against 20: it takes for granted that all were drawn alike',
    );
    expect(code).toBe(99);
  });

  it('exits 0 for a run like those before it', async () => {
    const { code, said } = await reported([well], { history: 'nights', baseline });
    expect([code, said]).toEqual([0, expect.stringContaining('Not shown to be worse than the baseline')]);
  });

  it('says where there are too few runs to tell, and fails nothing', async () => {
    const { code, said } = await reported([bad], { baseline });
    expect([code, said]).toEqual([
      0,
      expect.stringContaining('Too few runs to tell: 1 before, of 19 that one run needs'),
    ]);
  });

  it.each([
    ['a run under another plan', 'other.json', { plan: aPlan({ customers: { ...customers, sessions: 21 }, agents }) }],
    ['a run that was cut short', 'cut.json', { incomplete: { lastedMs: 1_000, plannedMs: 40_000 } }],
  ])('is refused on %s', async (_, name, more) => {
    const { code, said } = await reported([well], { baseline: written(name, 20, 36, more) });
    expect([code, said]).toEqual([104, expect.stringMatching(/^headroom report: --baseline .*; allowed: /)]);
  });
});

describe('headroom report --history', () => {
  it('draws the trend of the runs of one plan, marks its own, and names what it left out', async () => {
    written('nights/21/result.json', 21, 36, { plan: aPlan({ customers: { ...customers, sessions: 21 }, agents }) });
    const { code, page, json } = await reported([nights[19] ?? ''], { history: 'nights' });
    rmSync(path.join(folder, 'nights/21'), { recursive: true });
    expect(code).toBe(0);
    expect(page().match(/<figure class="trend"/g)).toHaveLength(3);
    const [{ plan: name, runs }] = json().histories;
    expect(name).toBe(plan.name);
    // The run of the report stands in the folder too, and once in the trend.
    expect(runs.map(({ isNew }: { isNew: boolean }) => isNew)).toEqual([...Array(19).fill(false), true]);
    expect(page()).toContain('21/result.json: under another plan or script');
    expect(page().match(/<circle class="new"/g)).toHaveLength(3);
  });
});
