import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunContext } from '../../src/contract/run-context.ts';
import type { RunSummary } from '../../src/summary/summary-data.ts';
import { type FakeRun, runFake } from './run-fake.ts';

/** A script that measures one of each kind. */
async function iteration({ registry, sink }: RunContext): Promise<void> {
  const now = Date.now();
  for (const value of [1, 2, 3, 4]) sink.push(registry.builtin('ws_session_duration'), value, {}, now);
  sink.push(registry.declare('level', 'gauge', 'default'), 3, {}, now);
  sink.push(registry.builtin('http_reqs'), 5, { status: '200' }, now);
  sink.push(registry.builtin('http_req_failed'), 0, {}, now);
  sink.push(registry.builtin('http_req_failed'), 1, {}, now);
  sink.push(registry.builtin('http_req_duration'), 7, { expected_response: 'true' }, now);
  for (const passed of [1, 0]) sink.push(registry.builtin('checks'), passed, { check: 'is ok', group: '::g' }, now);
  sink.push(registry.builtin('group_duration'), 12, { group: '::g', scenario: 'default' }, now);
}

async function dataOf(run: FakeRun): Promise<RunSummary> {
  let seen: object = {};
  const summary = (data: object) => {
    seen = JSON.parse(JSON.stringify(data));
    return {};
  };
  await runFake({ iteration, ...run, summary });
  return seen as RunSummary;
}

describe('the data of handleSummary', () => {
  test('the data has the five parts of k6, setup_data only when setup returned something', async () => {
    expect(Object.keys(await dataOf({}))).toEqual(['root_group', 'options', 'state', 'metrics']);
    expect((await dataOf({ setupData: { n: 1 } })).setup_data).toEqual({ n: 1 });
  });

  test('each metric has the values of its type', async () => {
    const { metrics, state } = await dataOf({});
    const seconds = state.testRunDurationMs / 1000;
    expect(metrics.http_reqs).toEqual({
      type: 'counter',
      contains: 'default',
      values: { count: 5, rate: 5 / seconds },
    });
    expect(metrics.http_req_failed?.values).toEqual({ rate: 0.5, passes: 1, fails: 1 });
    expect(metrics.level).toEqual({ type: 'gauge', contains: 'default', values: { value: 3, min: 3, max: 3 } });
    expect(metrics.ws_session_duration).toEqual({
      type: 'trend',
      contains: 'time',
      values: { avg: 2.5, min: 1, med: 2.5, max: 4, 'p(90)': 3.7, 'p(95)': expect.closeTo(3.85, 9) },
    });
  });

  test('summaryTrendStats decides what a trend shows', async () => {
    const { metrics, options } = await dataOf({ options: { summaryTrendStats: ['max', 'count', 'p(50)'] } });
    expect(metrics.ws_session_duration?.values).toEqual({ max: 4, count: 4, 'p(50)': 2.5 });
    expect(options.summaryTrendStats).toEqual(['max', 'count', 'p(50)']);
  });

  test('metrics without a sample are absent, unless they have a threshold', async () => {
    const thresholds = { ws_ping: ['avg<5'], 'http_reqs{status:503}': ['count<1'], http_reqs: ['count<5', 'count>1'] };
    const { metrics } = await dataOf({ options: { thresholds } });
    expect(metrics.ws_msgs_sent).toBeUndefined();
    expect(metrics.ws_ping?.thresholds).toEqual({ 'avg<5': { ok: true } });
    expect(metrics['http_reqs{status:503}']?.values.count).toBe(0);
    expect(metrics.http_reqs?.thresholds).toEqual({ 'count<5': { ok: false }, 'count>1': { ok: true } });
  });

  test('a metric without a threshold has no key for thresholds', async () => {
    expect(Object.keys((await dataOf({})).metrics.http_reqs ?? {})).toEqual(['type', 'contains', 'values']);
  });

  test('http_req_duration{expected_response:true} is there without being asked for', async () => {
    expect((await dataOf({})).metrics['http_req_duration{expected_response:true}']?.values.max).toBe(7);
  });

  test('groups and checks form a tree', async () => {
    const { root_group } = await dataOf({});
    expect(root_group.groups).toMatchObject([
      { name: 'g', path: '::g', checks: [{ name: 'is ok', path: '::g::is ok', passes: 1, fails: 1 }] },
    ]);
  });

  test('the state tells terminals and the length of the test, setup included', async () => {
    const setup = () => new Promise<void>((resolve) => setTimeout(resolve, 60));
    const { state, options } = await dataOf({ setup });
    expect(state).toMatchObject({ isStdOutTTY: false, isStdErrTTY: false });
    expect(state.testRunDurationMs).toBeGreaterThanOrEqual(59);
    expect(options).toMatchObject({ summaryTimeUnit: '', noColor: true });
  });

  test('samples that handleSummary pushes are discarded', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'run-'));
    const late = (_data: object, context: RunContext) => {
      context.sink.push(context.registry.builtin('http_reqs'), 100, {}, Date.now());
      return {};
    };
    await runFake({ iteration, summary: late, cwd: folder, argv: ['--summary-export', 'out.json'] });
    expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')).metrics.http_reqs.count).toBe(5);
  });
});

describe('the result of handleSummary', () => {
  test('the result goes to stdout, stderr and files, and replaces the default text', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'run-'));
    const bytes = new Uint8Array([1, 2, 3]).buffer;
    const { stdout, stderr } = await runFake({
      cwd: folder,
      argv: ['-q'],
      summary: () => ({ stdout: 'to out', stderr: 'to err', 'a.txt': 'text', 'b.bin': bytes }),
    });
    expect(stdout).toBe('to out');
    expect(stderr).toBe('to err');
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('text');
    expect([...readFileSync(join(folder, 'b.bin'))]).toEqual([1, 2, 3]);
  });

  test('a missing folder is logged and changes no exit code', async () => {
    const { code, stderr } = await runFake({ summary: () => ({ '/nowhere/at/all.txt': 'x' }) });
    expect(code).toBe(0);
    expect(stderr).toContain('cannot write /nowhere/at/all.txt: ENOENT');
  });

  test.each<[string, FakeRun]>([
    ['a file of handleSummary', { summary: () => ({ '/dev/full': 'x' }) }],
    ['--summary-export', { argv: ['--summary-export', '/dev/full'] }],
    ['--out json', { argv: ['--out', 'json=/dev/full'] }],
    [
      '--console-output',
      { argv: ['--console-output', '/dev/full'], iteration: async (run) => run.log('info', 'x', 'console') },
    ],
  ])('a full disk is logged, and such a run is not green: %s', async (_, run) => {
    const { code, stderr } = await runFake({ iteration, ...run });
    expect(code).toBe(255);
    expect(stderr).toMatch(/\/dev\/full.*ENOSPC[\s\S]*output of this run is lost/);
  });

  test('a handleSummary that returns nothing leaves the default text', async () => {
    expect((await runFake({ summary: () => undefined })).stdout).toContain('TOTAL RESULTS');
  });
});

describe('the default text', () => {
  test('the text shows thresholds, checks and metrics by subject', async () => {
    const { stdout } = await runFake({
      iteration,
      argv: ['-q'],
      options: { thresholds: { http_reqs: ['count<5'], checks: ['rate>=0.5'] } },
    });
    const shown = stdout.replace(/\d+(\.\d+)?\/s/g, 'N/s');
    expect(shown).toContain("    http_reqs\n    ✗ 'count<5' count=5");
    expect(shown).toContain("    checks\n    ✓ 'rate>=0.5' rate=50.00%");
    expect(shown).toContain('    checks_succeeded...: 50.00% 1 out of 2');
    expect(shown).toContain('    ✗ is ok\n      ↳  50% — ✓ 1 / ✗ 1');
    expect(shown).toMatch(/HTTP\n {4}http_req_duration\.+: avg=7ms +min=7ms/);
    expect(shown).toMatch(/ {6}\{ expected_response:true \}\.+: avg=7ms/);
    expect(shown).toMatch(/WEBSOCKET\n {4}ws_session_duration/);
    expect(shown).toMatch(/EXECUTION\n(.*\n)* {4}iterations\.+: 1 +N\/s/);
    expect(shown).not.toContain('GROUP');
  });

  test('the full mode shows each group and scenario too', async () => {
    const { stdout } = await runFake({ iteration, argv: ['--summary-mode=full'] });
    expect(stdout).toMatch(/█ GROUP: g\n(.*\n)*.*✗ is ok/);
    expect(stdout).not.toContain('█ SCENARIO');
    const scenarios = { s: { executor: 'per-vu-iterations' } };
    const named = await runFake({
      iteration: async ({ registry, sink }, { scenario }) =>
        sink.push(registry.builtin('checks'), 1, { check: 'c', group: '::g', scenario: scenario.name }, Date.now()),
      argv: ['--summary-mode=full'],
      options: { scenarios },
    });
    expect(named.stdout).toMatch(/█ SCENARIO: s\n(.*\n)* {4}↳ GROUP: g\n(.*\n)* {6}✓ c/);
  });

  test('the disabled mode shows nothing and does not call handleSummary', async () => {
    const { stdout, calls } = await runFake({ iteration, argv: ['--summary-mode', 'disabled', '-q'] });
    expect(stdout).toBe('');
    expect(calls).not.toContain('handleSummary');
  });
});

describe('the files of a summary', () => {
  test('--summary-export writes the old shape: flat values, thresholds true when failed, maps of groups and checks', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'run-'));
    const thresholds = { http_reqs: ['count<5', 'count>1'] };
    await runFake({ iteration, cwd: folder, argv: ['--summary-export=s.json'], options: { thresholds } });
    const { metrics, root_group, ...more } = JSON.parse(readFileSync(join(folder, 's.json'), 'utf8'));
    expect(more).toEqual({});
    expect(metrics.http_reqs).toMatchObject({ count: 5, thresholds: { 'count<5': true, 'count>1': false } });
    expect(metrics.http_req_failed).toEqual({ value: 0.5, passes: 1, fails: 1 });
    expect(root_group.groups.g.checks['is ok']).toMatchObject({ path: '::g::is ok', passes: 1, fails: 1 });
  });

  test('--new-machine-readable-summary changes what handleSummary gets', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'run-'));
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(folder, 'fake.js'), 'source');
    const data = (await dataOf({ cwd: folder, argv: ['--new-machine-readable-summary'] })) as object;
    expect(data).toMatchObject({
      version: '1.0.0',
      config: { script: 'source', execution: 'local', duration: expect.any(Number) },
      results: {
        checks: {
          metrics: [{ name: 'checks', values: { rate: 0.5, matches: 1, total: 2 } }],
          results: [{ name: 'is ok', passes: 1, fails: 1 }],
        },
      },
    });
    const { results } = data as { results: { metrics: { name: string; values: object }[] } };
    const trend = results.metrics.find(({ name }) => name === 'ws_session_duration');
    expect(trend?.values).toEqual({
      avg: 2.5,
      min: 1,
      med: 2.5,
      max: 4,
      'p(90)': 3.7,
      'p(95)': expect.closeTo(3.85, 9),
    });
    expect(results.metrics.find(({ name }) => name === 'http_reqs')?.values).toEqual({ count: 5 });
    expect(results.metrics.some(({ name }) => name === 'checks')).toBe(false);
  });

  test('--summary-export writes the new shape with --new-machine-readable-summary, and of a trend only the statistics that it has', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'run-'));
    await runFake({
      iteration,
      cwd: folder,
      argv: ['--new-machine-readable-summary', '--summary-export=s.json'],
      options: { summaryTrendStats: ['avg', 'p(99)', 'count', 'p(90)'] },
    });
    const written = JSON.parse(readFileSync(join(folder, 's.json'), 'utf8'));
    expect(Object.keys(written)).toEqual(['version', 'metadata', 'config', 'results']);
    const { metrics } = written.results as { metrics: { name: string }[] };
    expect(metrics.find(({ name }) => name === 'ws_session_duration')).toEqual({
      name: 'ws_session_duration',
      type: 'trend',
      contains: 'time',
      values: { avg: 2.5, 'p(90)': 3.7 },
    });
  });
});
